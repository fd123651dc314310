"""A document's layers (optional content), and which of them its author switched off.

A layer is hidden only by lists in the catalog (ISO 32000-1, 8.11.4), which joining pages leaves behind.
"""

from __future__ import annotations

import dataclasses

import pikepdf
from pikepdf import Array, Dictionary, Name


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a document, and whether it is hidden when the document is opened."""

    group: pikepdf.Dictionary
    is_hidden: bool


def layers_of(pdf: pikepdf.Pdf) -> list[Layer]:
    """Return a document's layers in order."""
    properties = pdf.Root.get(Name.OCProperties)
    if not isinstance(properties, Dictionary):
        return []
    config = default_configuration(pdf)
    off = {group.objgen for group in groups_in(config.get(Name.OFF))}
    on = {group.objgen for group in groups_in(config.get(Name.ON))}
    starts_hidden = config.get(Name.BaseState) == Name.OFF
    return [
        Layer(group, group.objgen in off or (starts_hidden and group.objgen not in on))
        for group in groups_in(properties.get(Name.OCGs))
    ]


def default_configuration(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return how the layers are to be shown when the document is opened."""
    properties = pdf.Root.get(Name.OCProperties)
    config = properties.get(Name.D) if isinstance(properties, Dictionary) else None
    return config if isinstance(config, Dictionary) else Dictionary()


def groups_in(value: object) -> list[pikepdf.Dictionary]:
    """Return the layers that an array names, leaving out what is none."""
    if not isinstance(value, Array):
        return []
    return [group for group in value if isinstance(group, Dictionary) and group.is_indirect]
