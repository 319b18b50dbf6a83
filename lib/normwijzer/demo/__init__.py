"""Synthetic regions: invented clients, their care, the iWmo messages about it, and the truth to judge by."""

from normwijzer.demo.maken import is_demo, maak_demo

__all__ = ["is_demo", "maak_demo"]
