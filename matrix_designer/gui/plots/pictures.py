"""The chart as a picture: SVG from its painting, PNG and PDF from that SVG, at any scale.

Knows sheets and Qt's vector formats. It writes no files: bytes and images come back.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRectF,
    QSize,
    QSizeF,
)
from PySide6.QtGui import QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from matrix_designer.gui.plots.sheet import Sheet

SVG, PNG, PDF = "svg", "png", "pdf"
COPIED_SCALE = 2.0
"""How many times its size the chart has on the clipboard."""
_POINTS_AN_INCH = 72.0
_PDF_RESOLUTION = 300


def svg_of(sheet: Sheet, title: str) -> bytes:
    """Return the chart as SVG in logical pixels, without handles and hairline."""
    sheet.settle()
    size = sheet.viewport().size()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    made.setOutputDevice(buffer)
    made.setResolution(sheet.logicalDpiX())
    made.setSize(size)
    made.setViewBox(QRectF(0, 0, size.width(), size.height()))
    made.setTitle(title)
    made.setDescription("Matrix Designer")
    painter = QPainter(made)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), sheet.backgroundBrush())
    sheet.paint_all(painter)
    painter.end()
    return bytes(buffer.data().data())


def image_of(svg: bytes, scale: float) -> QImage:
    """Return an SVG as an image of its size times a scale."""
    renderer = QSvgRenderer(QByteArray(svg))
    size = (QSizeF(_size_of(renderer)) * scale).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def png_of(svg: bytes, scale: float) -> bytes:
    """Return an SVG as a PNG of its size times a scale."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image_of(svg, scale))
    return bytes(buffer.data().data())


def pdf_of(svg: bytes, title: str, dots_an_inch: float) -> bytes:
    """Return an SVG as a PDF of one page, which has the size of the chart on the screen."""
    renderer = QSvgRenderer(QByteArray(svg))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Matrix Designer")
    writer.setResolution(_PDF_RESOLUTION)
    points = QSizeF(_size_of(renderer)) * (_POINTS_AN_INCH / dots_an_inch)
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    renderer.render(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return bytes(buffer.data().data())


def _size_of(renderer: QSvgRenderer) -> QSize:
    return renderer.viewBox().size()
