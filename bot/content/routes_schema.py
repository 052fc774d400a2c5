"""The shape of the file with the officers and their routes, `knowledge/routes.yaml` or the one that HEARD_ROUTES names."""

from __future__ import annotations

from pydantic import Field

from bot.model.case import CaseKind, Role
from bot.model.content.fields import FileModel, Id, Marker


class OfficerEntry(FileModel):
    """Somebody who acts on cases."""

    id: Id
    name: Marker
    role: Role
    councils: tuple[Id, ...] = Field(min_length=1)
    email: str | None = None
    telegram: int | str | None = None
    also_called: tuple[Marker, ...] = ()
    away: bool = False
    sees_files: bool = False


class RouteEntry(FileModel):
    """To whom cases of some councils and kinds go; of every kind where none is named."""

    councils: tuple[Id, ...] = Field(min_length=1)
    kinds: tuple[CaseKind, ...] = Field(default=tuple(CaseKind), min_length=1)
    to: tuple[Id, ...] = Field(min_length=1)
    cover: tuple[Id, ...] = ()
    urgent_only: bool = False


class RoutesFile(FileModel):
    """The whole file."""

    sample: bool = False
    first_look: int = Field(ge=1, le=20)
    officers: tuple[OfficerEntry, ...]
    routes: tuple[RouteEntry, ...]
    fallback: tuple[Id, ...]
    role_words: dict[Role, tuple[Marker, ...]] = Field(default_factory=dict)
