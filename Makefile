# make demo          set up, build, train a small GAN and write a report on it
# make test          set up, build and run all tests
# make test-kernels  run the tests of numbers under every kernel of OpenBLAS that the processor can run
# make build         build the release program, .build/release/ganeval
# make lint          check the style, changing nothing
# make format        apply the style
# make fuzz          mutate files of every format for some minutes (ROUNDS=20 times as many as the tests do)
# make benchmark     measure beside peers (PEERS=python with peers.txt installed)
# make clean         remove everything that was built

# Tests are built with other compiler flags than the program; two build folders keep them from undoing each other.
test_flags = -c release -Xswiftc -enable-testing --scratch-path .build-tests
styled = Sources Tests Package.swift

.PHONY: help demo test test-kernels build lint format fuzz benchmark clean

help:
	@sed -n '/^#/!q; s/^# //p' Makefile

demo: build
	.build/release/ganeval demo

build:
	./setup
	swift build -c release --product ganeval

test:
	./setup
	swift test $(test_flags)

test-kernels:
	./setup
	swift build --build-tests $(test_flags)
	Tests/kernels $(test_flags)

lint:
	swift format lint --strict -r $(styled)

format:
	swift format -i -r $(styled)

fuzz:
	./setup
	GANEVAL_FUZZ_ROUNDS=$${ROUNDS:-20} swift test $(test_flags) --filter Fuzz

benchmark:
	Tests/Benchmarks/run reports/benchmarks/results.jsonl

clean:
	rm -rf .build .build-tests Tests/Benchmarks/.build
