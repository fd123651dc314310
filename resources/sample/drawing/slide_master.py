"""The slide master of the sample council: theme, text styles, bars, and the three layouts that are used.

python-pptx can use a master but not make one, so the one it brings is made over here.
Lengths are points on a slide of 960 by 540.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from drawing import house
from drawing.office_charts import rgb

WIDTH_PT, HEIGHT_PT = 960, 540
LEFT_PT, TOP_PT = 64, 124
TEXT_WIDTH_PT = WIDTH_PT - 2 * LEFT_PT

TITLE_SLIDE, TITLE_ONLY, TITLE_AND_CONTENT = "Title Slide", "Title Only", "Title and Content"

Presentation = Any
Element = Any
"""python-pptx has types for little of itself."""


def _level(indent_pt: float, size_pt: float) -> str:
    return (
        f'marL="{Pt(indent_pt)}" indent="{-Pt(indent_pt)}" algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        'hangingPunct="1"><a:lnSpc><a:spcPct val="105000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        '<a:spcAft><a:spcPts val="1500"/></a:spcAft><a:buClr><a:schemeClr val="accent2"/></a:buClr>'
        '<a:buFont typeface="Arial"/><a:buChar char="\u2022"/>'
        f'<a:defRPr sz="{round(size_pt * 100)}" kern="1200">'
        f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>{_FONTS}</a:defRPr>'
    )


_FONTS = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
_TEXT_STYLES = (
    f'<p:txStyles {nsdecls("p", "a")}><p:titleStyle><a:lvl1pPr algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" '
    'hangingPunct="1"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
    '<a:defRPr sz="3000" b="1" kern="1200">'
    '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
    '<a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>'
    f"<a:lvl1pPr {_level(24, 20)}</a:lvl1pPr><a:lvl2pPr {_level(48, 18)}</a:lvl2pPr></p:bodyStyle>"
    f'<p:otherStyle><a:lvl1pPr marL="0" algn="l"><a:defRPr sz="1800" kern="1200"><a:solidFill>'
    f'<a:schemeClr val="tx1"/></a:solidFill>{_FONTS}</a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles>'
)


def dress(presentation: Presentation) -> None:
    """Give a new presentation the council's master and shape."""
    presentation.slide_width, presentation.slide_height = Pt(WIDTH_PT), Pt(HEIGHT_PT)
    _leave_out_what_came_with_it(presentation)
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in (TITLE_SLIDE, TITLE_ONLY, TITLE_AND_CONTENT):
            presentation.slide_layouts.remove(layout)
    for holder, last in ((master, 1), *((layout, 9) for layout in presentation.slide_layouts)):
        # Beyond are date, footer and page number, which a pack has of its own.
        for placeholder in list(holder.placeholders):
            if placeholder.placeholder_format.idx > last:
                placeholder.element.getparent().remove(placeholder.element)
    title, body = master.placeholders
    _place(title.element, LEFT_PT, 44, TEXT_WIDTH_PT, 44, anchor="b")
    _place(body.element, LEFT_PT, TOP_PT, TEXT_WIDTH_PT, 372)
    old = master.element.find(qn("p:txStyles"))
    old.addprevious(parse_xml(_TEXT_STYLES))
    master.element.remove(old)
    tree = master.element.cSld.spTree
    tree.insert(2, _bar(101, 0, 0, 14, HEIGHT_PT, "accent1"))
    tree.insert(3, _bar(102, LEFT_PT, 98, 70, 4, "accent2"))
    _dress_title_layout(next(each for each in presentation.slide_layouts if each.name == TITLE_SLIDE))


def _leave_out_what_came_with_it(presentation: Presentation) -> None:
    """Take out the picture and the printer of the presentation that python-pptx begins from."""
    package = presentation.part.package
    for relation in [each for each in package.iter_rels() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(relation.rId)
    for rel_id, relation in list(presentation.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS:
            presentation.part.drop_rel(rel_id)


def _dress_title_layout(layout: Any) -> None:
    layout.element.set("showMasterSp", "0")
    tree = layout.element.cSld.spTree
    tree.insert(2, _bar(101, 0, 124, WIDTH_PT, 236, "accent1"))
    tree.insert(3, _bar(102, 0, 360, WIDTH_PT, 8, "accent2"))
    title, subtitle = layout.placeholders
    _place(title.element, LEFT_PT, 170, TEXT_WIDTH_PT, 70, anchor="b", size_pt=46, colour="bg1")
    _place(subtitle.element, LEFT_PT, 252, TEXT_WIDTH_PT, 60, size_pt=24, colour="bg1")


def _place(
    shape: Element,
    left_pt: float,
    top_pt: float,
    width_pt: float,
    height_pt: float,
    *,
    anchor: str = "t",
    size_pt: float = 0,
    colour: str = "",
) -> None:
    """Say where a placeholder stands, and how its text is set where that is not as on the master."""
    for old in shape.spPr.findall(qn("a:xfrm")):
        shape.spPr.remove(old)
    shape.spPr.insert(0, _frame(left_pt, top_pt, width_pt, height_pt))
    old_body, old_styles = shape.txBody.find(qn("a:bodyPr")), shape.txBody.find(qn("a:lstStyle"))
    shape.txBody.replace(
        old_body,
        parse_xml(
            f'<a:bodyPr {nsdecls("a")} vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
        ),
    )
    if size_pt:
        shape.txBody.replace(
            old_styles,
            parse_xml(
                f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
                f'<a:defRPr sz="{round(size_pt * 100)}"><a:solidFill><a:schemeClr val="{colour}"/>'
                "</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>"
            ),
        )


def _frame(left_pt: float, top_pt: float, width_pt: float, height_pt: float) -> Element:
    return parse_xml(
        f'<a:xfrm {nsdecls("a")}><a:off x="{Pt(left_pt)}" y="{Pt(top_pt)}"/>'
        f'<a:ext cx="{Pt(width_pt)}" cy="{Pt(height_pt)}"/></a:xfrm>'
    )


def _bar(
    shape_id: int, left_pt: float, top_pt: float, width_pt: float, height_pt: float, colour: str
) -> Element:
    bar = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{shape_id}" name="Bar {shape_id - 100}"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
    bar.spPr.insert(0, _frame(left_pt, top_pt, width_pt, height_pt))
    return bar


def house_theme(theme: bytes) -> bytes:
    """Put the council's colours and font into a theme, so that what is added in PowerPoint has them too."""
    colours = {
        "dk1": house.INK, "lt1": house.WHITE, "dk2": house.TEAL, "lt2": house.PALE, "accent1": house.TEAL,
        "accent2": house.LEAF, "accent3": house.AMBER, "accent4": house.GREY, "accent5": house.RULE,
        "accent6": house.DEEP_TEAL, "hlink": house.TEAL, "folHlink": house.TEAL,
    }  # fmt: skip
    root = etree.fromstring(theme)
    scheme = next(root.iter(qn("a:clrScheme")))
    for place in scheme:
        for old in list(place):
            place.remove(old)
        colour = colours[etree.QName(place).localname]
        etree.SubElement(place, qn("a:srgbClr"), val=str(rgb(colour)))
    for named in (root, scheme, next(root.iter(qn("a:fontScheme")))):
        named.set("name", house.COUNCIL)
    for latin in root.iter(qn("a:latin")):
        latin.set("typeface", "Arial")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
