"""The two reference sets of norm-specificatie 1.4."""

NOEMERS = (9, 6, 22, 41, 18, 60, 55, 84, 31, 120, 150, 190)
HOMOGEEN = (3, 0, 9, 14, 5, 21, 12, 30, 7, 44, 38, 61)
VERSPREID = (3, 0, 9, 4, 5, 31, 12, 45, 7, 24, 38, 87)
