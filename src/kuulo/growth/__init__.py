"""Satisfaction beside what customers then did: staying, buying, recommending; the growth it foretells."""
