package handlers

// DrawPath is the path under which the draws of a class are published; the id of the class
// follows.
const DrawPath = "/draw/"
