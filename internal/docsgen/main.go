// Command docsgen writes the provider's schemas in the JSON form of
// `terraform providers schema -json`, which tfplugindocs turns into docs/, and the
// guide Messages, which lists every diagnostic in the code.
//
// It calls the provider in-process instead of through a CLI, for two reasons:
// the pages must not depend on which CLI a contributor has (Terraform before
// 1.14 drops list resources and actions, OpenTofu has neither), and generating
// them must work offline.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// docsAddress is the only address that tfplugindocs looks for, regardless of the namespace in which
// the provider is published.
const docsAddress = "registry.terraform.io/hashicorp/paperspace"

func main() {
	out := flag.String("o", "", "file to write; standard output when empty")
	page := flag.String("messages", "", "write the page Messages to this file, instead of the schemas")
	flag.Parse()
	var err error
	if *page != "" {
		err = writeMessages(*page)
	} else {
		err = run(context.Background(), *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "docsgen:", err)
		os.Exit(1)
	}
}

// writeMessages writes the page Messages. It must run in the root of the module.
func writeMessages(path string) error {
	all, err := parseMessages(messagesText)
	if err != nil {
		return err
	}
	files, err := sources("internal")
	if err != nil {
		return err
	}
	if err := compare(all, summaries(files)); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(messagesPage(all)), 0o644)
}

func run(ctx context.Context, path string) error {
	server := providerserver.NewProtocol6(provider.New("dev")())()
	doc, err := describe(ctx, server, docsAddress)
	if err != nil {
		return err
	}
	if path == "" {
		return write(os.Stdout, doc)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f, doc); err != nil {
		_ = f.Close() // the first error is the one to report
		return err
	}
	return f.Close()
}

func write(w io.Writer, doc document) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
