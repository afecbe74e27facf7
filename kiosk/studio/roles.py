"""What the roles are called, and what each is for, in the reader's language."""

from typing import Final

from flask_babel import lazy_gettext as _

ROLES: Final = {
    "trainer": (_("Trainer"), _("Makes nuggets and releases those of others.")),
    "safety": (_("Safety"), _("Also releases what concerns safety.")),
    "council": (_("Works council"), _("Sees everything, and says whether answers are counted.")),
    "admin": (_("Accounts"), _("Invites people and says what they may do.")),
}
