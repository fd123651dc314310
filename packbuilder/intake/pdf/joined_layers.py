"""Carries the layers of joined documents along, hidden ones still hidden and out of the list.

Serves ``assemble`` and ``print_ready``. Joining pages without the catalog's lists would
show what an author had switched off.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from packbuilder.intake.pdf.layers import default_configuration, groups_in, layers_of

_USAGE_KEYS = {"/Print", "/View", "/Export"}
_NAME_OF_HIDDEN = "Hidden layer"


def merge_layers(pack: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> None:
    """Write the layers of every source, and which of them are hidden, into the pack's catalog.

    Call it after the pages are joined: the pack's own copies of the layers are then found again.
    A hidden layer is locked, left out of the list that readers show, and loses its name.
    """
    layers: list[pikepdf.Object] = []
    hidden: list[pikepdf.Object] = []
    exclusive: list[pikepdf.Object] = []
    usage: list[pikepdf.Object] = []
    for source in sources:
        for layer in layers_of(source):
            copy = pack.copy_foreign(layer.group)
            _drop_private_usage(copy)
            layers.append(copy)
            if layer.is_hidden:
                copy[Name.Name] = String(_NAME_OF_HIDDEN)
                hidden.append(copy)
        config = default_configuration(source)
        exclusive.extend(_copied_groups(pack, config.get(Name.RBGroups)))
        usage.extend(_copied_usage(pack, config.get(Name.AS)))
    if not layers:
        return
    out_of_list = {layer.objgen for layer in hidden}
    merged = Dictionary(
        OFF=Array(hidden),
        Locked=Array(hidden),
        Order=Array([layer for layer in layers if layer.objgen not in out_of_list]),
    )
    if exclusive:
        merged[Name.RBGroups] = Array(exclusive)
    if usage:
        merged[Name.AS] = Array(usage)
    pack.Root[Name.OCProperties] = Dictionary(OCGs=Array(layers), D=merged)


def _drop_private_usage(layer: pikepdf.Object) -> None:
    """Keep of a layer's usage what decides where it shows (8.11.4.4), not who made it and for whom."""
    usage = layer.get(Name.Usage)
    if isinstance(usage, Dictionary):
        for key in set(usage.keys()) - _USAGE_KEYS:
            del usage[key]


def _copied_groups(pack: pikepdf.Pdf, groups: object) -> list[pikepdf.Object]:
    if not isinstance(groups, Array):
        return []
    return [Array([pack.copy_foreign(group) for group in groups_in(named)]) for named in groups]


def _copied_usage(pack: pikepdf.Pdf, entries: object) -> list[pikepdf.Object]:
    """Copy the rules that show or hide layers for viewing or printing (8.11.4.4)."""
    if not isinstance(entries, Array):
        return []
    return [
        Dictionary(
            Event=_name(entry.get(Name.Event)) or Name.View,
            Category=Array(_names(entry.get(Name.Category))),
            OCGs=Array([pack.copy_foreign(group) for group in groups_in(entry.get(Name.OCGs))]),
        )
        for entry in entries
        if isinstance(entry, Dictionary)
    ]


def _names(value: object) -> list[Name]:
    return [name for name in value if isinstance(name, Name)] if isinstance(value, Array) else []


def _name(value: object) -> Name | None:
    return value if isinstance(value, Name) else None
