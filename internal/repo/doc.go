// Package repo has the tests of what is in the repository beside the code: the
// makefile, the workflows, the dependencies, and how Git checks out files.
package repo
