"""What the pages of adoption show. Every page starts from what the person may see."""
