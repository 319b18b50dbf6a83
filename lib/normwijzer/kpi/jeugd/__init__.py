"""Families of the Jeugdwet: verblijf and its length, Thuis op Maat, quality."""
