package enum BytesPlaceholder {}
