"""The demonstration network: real towns, actions they are publicly known for, roles to try it as."""
