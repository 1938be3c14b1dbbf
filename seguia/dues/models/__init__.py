"""Tables of dues: scales, calls, invoices, payments, reminders, and the ledger under them all."""

from seguia.dues.models.billing import Call, CallItem, CallState, Invoice, InvoiceKind, ItemState, Routing
from seguia.dues.models.issuer import Counter, Issuer, Series
from seguia.dues.models.ledger import Account, Entry, EntryKind, Posting
from seguia.dues.models.payments import LineState, Method, Payment, Statement, StatementLine
from seguia.dues.models.reminders import FollowUp, Reminder, ReminderLevel
from seguia.dues.models.scales import Discount, KindAmount, Scale, ScaleBracket, ScaleMethod, ScaleState

__all__ = [
    "Account", "Call", "CallItem", "CallState", "Counter", "Discount", "Entry", "EntryKind", "FollowUp", "Invoice",
    "InvoiceKind", "Issuer", "ItemState", "KindAmount", "LineState", "Method", "Payment", "Posting", "Reminder",
    "ReminderLevel", "Routing", "Scale", "ScaleBracket", "ScaleMethod", "ScaleState", "Series", "Statement",
    "StatementLine",
]  # fmt: skip
