// Command licenses lists the licenses of all dependencies in THIRD_PARTY.md, and
// fails if a license is unknown or if the provider must not be linked with it.
// Versions are left out: they are in go.mod, and with them every update of a
// dependency would change the page.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	page := flag.String("o", "THIRD_PARTY.md", "the page to write")
	check := flag.Bool("check", false, "write nothing, and fail if the page is out of date")
	texts := flag.String("texts", "", "write the license texts of what is linked into the provider to this file instead")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *page, *texts, *check)
	stop()
	if err != nil {
		log.Fatal("licenses: ", err)
	}
}

func run(ctx context.Context, page, texts string, check bool) error {
	linked, err := linkedModules(ctx)
	if err != nil {
		return err
	}
	if texts != "" {
		text, err := allTexts(ctx, linked)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(texts), 0o750); err != nil {
			return err
		}
		return os.WriteFile(texts, text, 0o644)
	}
	tests, err := listModules(ctx, nil, "-test", "./...")
	if err != nil {
		return err
	}
	tools, err := listModules(ctx, nil, "-modfile=tools/go.mod", "tool")
	if err != nil {
		return err
	}
	want, err := render([]section{
		{title: "Linked into the provider", modules: linked, allowed: linkable},
		{title: "Used by tests and by the programs of the repository", modules: tests},
		{title: "Development tools", modules: tools},
	})
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(page, want, 0o644)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	if string(got) != string(want) {
		return errors.New(page + " is out of date. Run make licenses, and commit the result")
	}
	fmt.Fprintf(os.Stderr, "licenses: %s is up to date\n", page)
	return nil
}
