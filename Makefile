# make demo          set up, build, train a small GAN and write a report on it
# make build         set up and build the release program, .build/release/ganeval
# make install       install the program with its libraries, manual pages and completions: PREFIX=/usr/local, DESTDIR for packages
# make test          set up, build and run all tests; MODULE=GANMetrics for those of one module
# make test-kernels  run the tests of numbers under every kernel of OpenBLAS that the processor can run
# make lint          check the style, changing nothing
# make format        apply the style
# make fuzz          drive the built program with damaged files of every kind, extreme numbers, kills and full disks (INPUTS=100000,
#                    SEED=1, JOBS=2); what fails is kept in fuzz-faults
# make fuzz-readers  mutate weight files within the tests' process (ROUNDS=20 times as many as the tests do)
# make benchmark     measure beside peers (PEERS=python with peers.txt installed)
# make benchmarks    compile the benchmarks, as CI does
# make examples      compile and run the programs that use the libraries from outside, as CI does
# make samples       make the sample pages in reports/samples anew (about six minutes; screenshots where Chromium is installed)
# make clean         remove everything that was built

# One set of flags for the program and its tests, so that everything is built once; `swift test` alone would add flags of its
# own and build all of it again, so it only runs what `swift build` has built. The tests are built as the product that they are:
# with --build-tests SwiftPM at times takes the dependencies' own tools along, among them a compiler in six hundred C++ files.
# No module and no test may import what Package.swift does not declare for it; every build checks that.
flags = -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
# What stands outside the package is built by the same flags into the same folder, whose modules it takes as they are.
outside = --scratch-path .build $(flags)
tests = --product ganevalPackageTests
styled = Sources Tests Package.swift

.PHONY: help setup demo build install test test-kernels lint format fuzz fuzz-readers benchmark benchmarks examples samples clean

help:
	@sed -n '/^#/!q; s/^# //p' Makefile

setup:
	./setup

demo: build
	.build/release/ganeval demo

build: setup
	swift build $(flags) --product ganeval

# What ./setup fetched lies beside the program, where it looks for it; bin/ holds a link, which it follows.
PREFIX ?= /usr/local
program = .build/release/ganeval
root = $(DESTDIR)$(PREFIX)
install: build
	install -d "$(root)/bin" "$(root)/lib/ganeval" "$(root)/share/man/man1" \
	    "$(root)/share/bash-completion/completions" "$(root)/share/zsh/site-functions" "$(root)/share/fish/vendor_completions.d"
	install -m 755 "$(program)" "$(root)/lib/ganeval/ganeval"
	if [ -d .ganeval ]; then rm -rf "$(root)/lib/ganeval/.ganeval" && cp -R .ganeval "$(root)/lib/ganeval/.ganeval"; fi
	ln -sfn ../lib/ganeval/ganeval "$(root)/bin/ganeval"
	"$(program)" manual --out "$(root)/share/man/man1"
	"$(program)" --generate-completion-script bash >"$(root)/share/bash-completion/completions/ganeval"
	"$(program)" --generate-completion-script zsh >"$(root)/share/zsh/site-functions/_ganeval"
	"$(program)" --generate-completion-script fish >"$(root)/share/fish/vendor_completions.d/ganeval.fish"

# The program's own tests are CommandLineTests: MODULE=CommandLine.
test: setup
	$(if $(filter-out CommandLine,$(MODULE)),,swift build $(flags) --product ganeval)
	$(if $(MODULE),GANEVAL_TESTS=$(MODULE)Tests) swift build $(flags) $(tests)
	$(if $(MODULE),GANEVAL_TESTS=$(MODULE)Tests) swift test --skip-build $(flags) $(if $(MODULE),--filter '^$(MODULE)Tests\.')

test-kernels: setup
	swift build $(flags) $(tests)
	Tests/kernels $(flags)

lint:
	swift format lint --strict -r $(styled)

format:
	swift format -i -r $(styled)

fuzz: build
	swift build -c release --package-path Tests/Fuzz
	Tests/Fuzz/.build/release/fuzz $(program) fixtures \
	    --inputs $${INPUTS:-100000} --seed $${SEED:-1} --jobs $${JOBS:-2} --keep fuzz-faults

fuzz-readers: setup
	swift build $(flags) $(tests)
	GANEVAL_FUZZ_ROUNDS=$${ROUNDS:-20} swift test --skip-build $(flags) --filter Fuzz

benchmark:
	Tests/Benchmarks/run reports/benchmarks/results.jsonl

# Compiled, not run.
benchmarks: setup
	swift build --package-path Tests/Benchmarks $(outside) --product benchmarks

examples: setup
	Tests/Examples/run $(outside)

samples: build
	reports/samples/make

clean:
	rm -rf .build .build-outside Tests/Benchmarks/.build Tests/Fuzz/.build
