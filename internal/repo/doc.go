// Package repo contains tests of the parts of the repository that are not Go code: the makefile,
// the workflows, the dependencies, the pages, and how Git checks out files.
package repo
