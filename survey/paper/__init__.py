"""The paper twin: forms with numbers, typing them in, comparing two typings, and sending the answers on."""
