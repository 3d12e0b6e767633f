"""A language model beside the parser, and the tools by which assistants ask (docs/adr/0020)."""
