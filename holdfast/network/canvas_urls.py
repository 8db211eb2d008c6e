"""Addresses of files for and from network research tools."""

from django.urls import path

from holdfast.network.views import canvas

urlpatterns = [
    path("", canvas.canvas, name="canvas"),
    path("take/", canvas.canvas_take, name="canvas_take"),
    path("bring/", canvas.canvas_bring, name="canvas_bring"),
    path("pick/", canvas.canvas_pick, name="canvas_pick"),
]
