"""The same small complaint form written with what somebody would pick instead, and ours."""
