"""The linter of content: everything that can be wrong with it, in words its writer understands."""
