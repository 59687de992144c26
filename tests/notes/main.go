// Command notes verifies checkpoints and proofs of the audit log with code that nobody here wrote: Go's sumdb/note and sumdb/tlog. From here comes only the one thing that
// sumdb/note leaves to its callers, a verifier for keys that are not Ed25519.
//
// It builds on Debian's Go packages, without modules:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o /tmp/notes ./tests/notes
//	/tmp/notes PUBLIC.pem FOLDER     an export of one tenant, unpacked
package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: notes PUBLIC.pem FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

// p256 is the verifier of signature type 0x02 of C2SP's signed-note.
type p256 struct {
	name string
	id   uint32
	key  *ecdsa.PublicKey
}

func (v p256) Name() string    { return v.name }
func (v p256) KeyHash() uint32 { return v.id }
func (v p256) Verify(msg, sig []byte) bool {
	digest := sha256.Sum256(msg)
	return ecdsa.VerifyASN1(v.key, digest[:], sig)
}

type checkpoint struct {
	size int64
	root tlog.Hash
}

func run(keyFile, folder string) error {
	key, id, err := readKey(keyFile)
	if err != nil {
		return err
	}
	checkpoints, err := readCheckpoints(folder, key, id)
	if err != nil {
		return err
	}
	for i := 1; i < len(checkpoints); i++ {
		if err := checkConsistency(folder, checkpoints[i-1], checkpoints[i]); err != nil {
			return err
		}
	}
	proofs, err := checkRecords(folder, key, id)
	if err != nil {
		return err
	}
	fmt.Printf("%d checkpoints, %d proofs\n", len(checkpoints), proofs)
	return nil
}

func readKey(file string) (*ecdsa.PublicKey, uint32, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, 0, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, 0, fmt.Errorf("%s is no PEM file", file)
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, 0, err
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, 0, fmt.Errorf("%s is no ECDSA key", file)
	}
	digest := sha256.Sum256(block.Bytes)
	return key, binary.BigEndian.Uint32(digest[:4]), nil
}

// open verifies a note and reads the checkpoint in it.
func open(text []byte, key *ecdsa.PublicKey, id uint32) (checkpoint, error) {
	origin := strings.SplitN(string(text), "\n", 2)[0]
	opened, err := note.Open(text, note.VerifierList(p256{origin, id, key}))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		return checkpoint{}, fmt.Errorf("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size, root}, err
}

func readCheckpoints(folder string, key *ecdsa.PublicKey, id uint32) ([]checkpoint, error) {
	files, err := filepath.Glob(filepath.Join(folder, "checkpoints", "*.checkpoint"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no checkpoints in %s (%v)", folder, err)
	}
	sort.Strings(files)
	var checkpoints []checkpoint
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		read, err := open(text, key, id)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", file, err)
		}
		checkpoints = append(checkpoints, read)
	}
	return checkpoints, nil
}

func readHashes(lines []string) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, line := range lines {
		if line == "" {
			continue
		}
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func checkConsistency(folder string, from, to checkpoint) error {
	file := filepath.Join(folder, "consistency", fmt.Sprintf("%012d-%012d", from.size, to.size))
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	proof, err := readHashes(strings.Split(string(text), "\n"))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, to.size, to.root, from.size, from.root); err != nil {
		return fmt.Errorf("%s: %v", file, err)
	}
	return nil
}

func checkRecords(folder string, key *ecdsa.PublicKey, id uint32) (int, error) {
	proofs, err := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	sort.Strings(proofs)
	leaves, err := os.Open(filepath.Join(folder, "leaves.jsonl"))
	if err != nil {
		return 0, err
	}
	defer leaves.Close()
	lines := bufio.NewScanner(leaves)
	lines.Buffer(nil, 4*1024*1024)
	count := 0
	for ; lines.Scan(); count++ {
		if count == len(proofs) {
			return 0, fmt.Errorf("there are more records than proofs")
		}
		if err := checkRecord(proofs[count], lines.Bytes(), key, id); err != nil {
			return 0, fmt.Errorf("%s: %v", proofs[count], err)
		}
	}
	if count != len(proofs) {
		return 0, fmt.Errorf("there are %d records and %d proofs", count, len(proofs))
	}
	return count, lines.Err()
}

func checkRecord(file string, record []byte, key *ecdsa.PublicKey, id uint32) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	parts := bytes.SplitN(text, []byte("\n\n"), 2)
	head := strings.Split(string(parts[0]), "\n")
	if len(parts) != 2 || len(head) < 2 || head[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(head[1], "index ") {
		return fmt.Errorf("no tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(head[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	path, err := readHashes(head[2:])
	if err != nil {
		return err
	}
	tree, err := open(parts[1], key, id)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, tree.size, tree.root, index, tlog.RecordHash(record))
}
