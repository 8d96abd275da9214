package enum ObjectsPlaceholder {}
