package campaign

// sceneMax is how many bytes the scene of a QR code may have.
const sceneMax = 64

// WallScene is the scene of the QR code that the wall of a class shows. Whoever scans it is
// welcomed to that class; it registers nobody.
func WallScene(class string) string {
	scene := "wall-" + class
	return scene[:min(len(scene), sceneMax)]
}
