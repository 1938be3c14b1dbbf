from django.apps import AppConfig


class ReplicationConfig(AppConfig):
    """An action travels: a town takes up another town's action, changes it, and tells what came of it."""

    name = "seguia.replication"
