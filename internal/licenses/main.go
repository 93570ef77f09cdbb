// Command licenses lists the licenses of all dependencies in THIRD_PARTY.md. It fails if a license
// is unknown or if the provider must not be linked with it. The page has no versions, because they
// are in go.mod, and every update of a dependency would change the page. The tools of tools/release
// have a separate page, because make lint must not download their 300 modules.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	release := flag.Bool("release", false, "the page tools/release/THIRD_PARTY.md instead of THIRD_PARTY.md")
	check := flag.Bool("check", false, "write nothing, and fail if the page is out of date")
	texts := flag.String("texts", "", "write the license texts of what is linked into the provider to this file instead")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var err error
	if *texts != "" {
		err = writeTexts(ctx, *texts)
	} else {
		err = run(ctx, *release, *check)
	}
	stop()
	if err != nil {
		log.Fatal("licenses: ", err)
	}
}

// writeTexts writes the license texts of what is linked into the provider.
func writeTexts(ctx context.Context, name string) error {
	linked, err := linkedModules(ctx)
	if err != nil {
		return err
	}
	text, err := allTexts(ctx, linked)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

// run writes a page, or checks it.
func run(ctx context.Context, release, check bool) error {
	page, of := "THIRD_PARTY.md", everyday
	if release {
		page, of = filepath.Join("tools", "release", "THIRD_PARTY.md"), ofRelease
	}
	intro, sections, err := of(ctx)
	if err != nil {
		return err
	}
	want, err := render(intro, sections)
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

// everyday returns the content of THIRD_PARTY.md.
func everyday(ctx context.Context) (intro string, sections []section, err error) {
	linked, err := linkedModules(ctx)
	if err != nil {
		return "", nil, err
	}
	tests, err := listModules(ctx, nil, "-test", "./...")
	if err != nil {
		return "", nil, err
	}
	tools := modules{}
	for _, file := range []string{"tools/go.mod", "tools/actionlint/go.mod", "tools/vale/go.mod"} {
		some, err := listModules(ctx, nil, "-modfile="+file, "tool")
		if err != nil {
			return "", nil, err
		}
		maps.Copy(tools, some)
	}
	return "The modules that the provider and its development depend on, and their licenses. The versions are in the `go.mod` files.\n" +
			"Each release archive contains the license texts of what is linked into the provider. The tools that make a release, which\n" +
			"are not part of it, are listed in [tools/release](tools/release/THIRD_PARTY.md).\n",
		[]section{
			{title: "Linked into the provider", modules: linked, allowed: linkable},
			{title: "Used by tests and by the programs of the repository", modules: tests},
			{title: "Development tools", modules: tools},
		}, nil
}

// ofRelease returns the content of tools/release/THIRD_PARTY.md.
func ofRelease(ctx context.Context) (intro string, sections []section, err error) {
	tools, err := listModules(ctx, nil, "-modfile=tools/release/go.mod", "tool")
	return "The modules of the tools that make a release, and their licenses. No code of theirs is part of a release.\n",
		[]section{{title: "Release tools", modules: tools}}, err
}
