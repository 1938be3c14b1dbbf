"""What readers report: content that is wrong, harmful or private."""
