"""What several workflows do alike: check a certificate, request a card, write a receipt."""
