"""What is drawn on a page of a PDF beside its text: ruled lines, and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.layout.page import Rule

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]  # as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f

_AS_IS: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 3.0  # points: a rectangle no thicker is a rule
_SHORT = 5.0  # points: what is no longer is none
_MOST_RULES = 20_000  # of a page: a drawing with more is a picture, not a table
_MOST_OBJECTS = 200_000
_DEPTH = 4  # of forms within forms


def read_rules(page: pdfium.PdfPage, upright: Callable[[float, float, float, float], Box]) -> list[Rule]:
    """The ruled lines of a page, level or upright.

    Args:
        upright: user space (left, bottom, right, top) → the page as shown (left, top, right, bottom).
    """
    rules: list[Rule] = []
    for handle, matrix in _objects(page, raw.FPDF_PAGEOBJ_PATH):
        rules.extend(Rule(*upright(*box)) for box in _lines(handle, matrix))
        if len(rules) > _MOST_RULES:
            return []
    return rules


def picture_share(page: pdfium.PdfPage) -> float:
    """How much of the page its largest picture covers, 0 to 1."""
    left, bottom, right, top = page.get_bbox()
    share = 0.0
    for handle, matrix in _objects(page, raw.FPDF_PAGEOBJ_IMAGE):
        x0, y0, x1, y1 = _bounds(handle, matrix)
        share = max(share, max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom)))
    return float(share / max(1.0, (right - left) * (top - bottom)))


def _objects(page: pdfium.PdfPage, kind: int) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    """The objects of a kind, those within forms too, each with the matrix of the forms that it lies in."""
    count = raw.FPDFPage_CountObjects(page.raw)
    waiting = [(raw.FPDFPage_GetObject(page.raw, index), _AS_IS, 0) for index in range(min(count, _MOST_OBJECTS))]
    while waiting:
        handle, matrix, depth = waiting.pop()
        found = raw.FPDFPageObj_GetType(handle)
        if found == kind:
            yield handle, matrix
        elif found == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            within = _times(_matrix(handle), matrix)
            count = min(raw.FPDFFormObj_CountObjects(handle), _MOST_OBJECTS - len(waiting))
            waiting += [(raw.FPDFFormObj_GetObject(handle, index), within, depth + 1) for index in range(count)]


def _lines(path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Box]:
    """The level and upright lines of a path: its thin parts, and the edges of those that are drawn with a pen."""
    box = _bounds(path, matrix)
    if _is_thin(box):
        yield from (box,) if _is_long(box) else ()
        return
    fill, stroke = c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    for points in _subpaths(path, _times(_matrix(path), matrix)):
        box = _box(points)
        edges = [_box(edge) for edge in pairwise(points)]
        for line in [box] if _is_thin(box) else edges if stroke.value else []:
            if _is_thin(line) and _is_long(line):
                yield line


def _subpaths(path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; none of a part with curves."""
    points: list[tuple[float, float]] = []
    straight = True
    x, y = c_float(), c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                yield points
            points, straight = [], True
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if straight and len(points) > 1:
        yield points


def _box(points: list[tuple[float, float]] | tuple[tuple[float, float], ...]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _is_long(box: Box) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) >= _SHORT


def _bounds(handle: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Box:
    """Where an object lies in user space; PDFium leaves the forms around it out."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top))
    if matrix is _AS_IS:
        return left.value, bottom.value, right.value, top.value
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    return _box([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _matrix(handle: raw.FPDF_PAGEOBJECT) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that is `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
