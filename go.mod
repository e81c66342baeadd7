module zhujiao

go 1.26
