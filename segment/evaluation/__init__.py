"""Parts of the evaluation: where score maps come from, what is counted over them, how the result is made."""
