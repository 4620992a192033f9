"""What requests and answers look like, as marshmallow schemas."""
