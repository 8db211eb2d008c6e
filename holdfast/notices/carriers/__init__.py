"""How a message is handed over: by mail, by web push, or by what the receiver chose."""
