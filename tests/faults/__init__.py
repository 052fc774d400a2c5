"""The promise "never lost, never doubled", put to the test against the program itself while it is killed and Telegram fails.

Many people tell things again and again through `flows/tell-us.yaml`, each answer with a word that nobody else uses; an officer looks at cases
and answers some. Meanwhile the process is killed with SIGKILL at every kind of moment and Telegram refuses, garbles, drops, delays,
repeats and disorders what it carries. When all is quiet again the database is opened with its keys and held against what everybody did.

What is promised, and judged in `verdict`:

* What somebody has sent is exactly one case: their answers whole, from whom it is kept, the name and the way back as they chose.
* What they threw away is none, and what they added later stands in its case exactly once.
* An officer's answer is one statement, which its person was told exactly once, and could read.
* Every update is one turn, however often it was delivered; nobody has to say anything again after a kill.
* Everything that a turn said arrives: in each chat in the order in which it was stored, but that help passes what waits. A kill repeats at
  most what was in flight, eight messages and never two of one chat; an answer of Telegram's that was lost repeats one.
* Officers hear of every case, and no word of it; nobody sees another person's words; no log and no file holds any.
* In the end nothing waits, nothing was given up, and health is green.

What is not promised: that updates which Telegram hands out in a wrong order are handled in the right one. Within one answer of Telegram's
they are; where one comes only after a later one was confirmed they are not, and cannot be. So the people here wait for a reply
before they go on, as people mostly do, except when they press a button twice.

Nor that the order of messages to one officer about different people's cases is that of their commits.
"""
