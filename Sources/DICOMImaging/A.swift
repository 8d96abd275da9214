package enum ImagingPlaceholder {}
