"""What we do when: one module per situation, one public function = one transaction. Knows no channel, no database."""
