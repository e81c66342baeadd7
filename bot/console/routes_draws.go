package console

// drawRoutes are those of the draws of packs.
func drawRoutes() []route {
	return []route{
		{get, "/console/at/{class}/draws", reader(), draws{}.page},
	}
}
