"""Who works in the studio: accounts, what each role may do, and the day on which it was done.

Coaches are cards, not accounts. Nothing here tells when somebody signed in, or how often.
"""
