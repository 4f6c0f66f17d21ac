# The menu: `make help` lists it.
CC ?= gcc
PKGS = harfbuzz harfbuzz-subset freetype2 libpng yaml-0.1 icu-uc libdeflate \
       libqpdf jansson nettle gumbo
BUILD ?= build
# Short lines by default; `make V=1` shows the commands.
V ?= 0
Q = $(if $(filter 1,$(V)),,@)
WARN = -Wall -Wextra -Wconversion -Wshadow -Wvla -Wpointer-arith \
       -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Werror
CFLAGS ?= -O3 -g
override CPPFLAGS += -D_GNU_SOURCE -Isrc $(PKG_CFLAGS)

# What is missing is said before anything is compiled.
ifneq ($(filter-out clean help lint format dist deb uninstall,$(or \
    $(MAKECMDGOALS),all)),)
MISSING := $(shell src/shell/missing $(PKGS) libgit2)
ifneq ($(MISSING),)
$(error $(MISSING))
endif
endif

# libgit2's headers only: diff and log open the library when they need it.
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) libgit2 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
# A program loads those that it uses, no others.
LIBS = -Wl,--as-needed -lhpdf $(PKG_LIBS)
ALL_CFLAGS = -std=c11 $(CFLAGS) $(WARN)
prefix ?= /usr/local

SRC := $(sort $(wildcard src/*/*.c))
OBJ := $(SRC:src/%.c=$(BUILD)/obj/%.o)
# The property test is made of several files and runs sanitized, below.
RANDOM_TEST = tests/random/random_test
RANDOM_SRC := $(sort $(wildcard tests/random/*.c))
UNIT_SRC := $(filter-out $(RANDOM_TEST).c,$(sort $(wildcard tests/*/*_test.c)))
UNIT := $(UNIT_SRC:tests/%.c=$(BUILD)/tests/%)
MO := $(BUILD)/locale/ja/LC_MESSAGES/chosho.mo

.PHONY: all program site lighthouse check accept sanitize soak bench fault \
    fuzz pictures lint format man install uninstall dist deb clean help
all: program ## build the program and write the real sheets to out/
	$(BUILD)/chosho build sources/r02

site: program ## the city's website, all years, in out/site
	$(BUILD)/chosho build --site sources

lighthouse: site ## Lighthouse's report of a page; fetches Lighthouse by npx
	tests/browser/lighthouse out/site

program: $(BUILD)/chosho $(BUILD)/chosho-prove $(MO) ## build the program only

$(BUILD)/chosho: $(BUILD)/obj/main.o $(BUILD)/libchosho.a
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/chosho-prove: $(BUILD)/obj/main_prove.o $(BUILD)/libchosho.a
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# The archive is the list of its members: made anew, so that none stays.
$(BUILD)/libchosho.a: $(OBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(OBJ)

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(MO): src/po/ja.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

$(BUILD)/tests/%: tests/%.c $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP \
	    -o $@ $< $(BUILD)/libchosho.a $(LDFLAGS) -lcmocka $(LIBS)

$(BUILD)/$(RANDOM_TEST): $(RANDOM_SRC) tests/random/random.h \
    $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC tests/random"
	$(Q)$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) -o $@ $(RANDOM_SRC) \
	    $(BUILD)/libchosho.a $(LDFLAGS) $(LIBS)

-include $(OBJ:.o=.d) $(BUILD)/obj/main.d $(BUILD)/obj/main_prove.d $(UNIT:=.d)

SANITIZED = $(BUILD)/sanitize
SANITIZE = $(MAKE) BUILD=$(SANITIZED) CFLAGS="-O1 -g \
    -fno-omit-frame-pointer -fsanitize=address,undefined \
    -fno-sanitize-recover=all"

.PHONY: sanitized-random
sanitized-random:
	$(Q)$(SANITIZE) $(SANITIZED)/$(RANDOM_TEST)

check: program $(UNIT) faulty replays sanitized-random ## run all tests (some minutes)
	tests/run --build $(BUILD)

accept: program ## take today's outputs as the expected ones; review the diff
	tests/run --build $(BUILD) --accept

# Left out: what `check` runs sanitized anyway, and what only looks for long
# at files that other tests make.
SLOW_SANITIZED = browser/browser_test browser/schema_test browser/sources_test \
    pdf/conform_book_test pdf/conform_twins_test compare/mutations_test \
    hard/limits_test install/install_test cli/scale_test cli/watch_test

sanitize: ## run the other tests under AddressSanitizer and UBSan, too
	$(SANITIZE) program unit faulty replays
	tests/run --build $(SANITIZED) --skip \
	    $(RANDOM_TEST),$(subst $() ,$(),$(SLOW_SANITIZED:%=%,))

.PHONY: unit
unit: $(UNIT)

SEED ?= $(shell date +%Y%m%d%H%M%S)
COUNT ?= 20000
soak: $(BUILD)/$(RANDOM_TEST) ## 20,000 random sheets; SEED=n COUNT=n
	$< --seed $(SEED) --count $(COUNT)

$(BUILD)/bench/stages: tests/bench/stages.c $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $< $(BUILD)/libchosho.a \
	    $(LDFLAGS) $(LIBS)

# The program with books that have no tags: tests/bench/untagged.c.
$(BUILD)/bench/untagged: tests/bench/untagged.c $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -Wno-missing-prototypes -o $@ $< \
	    $(BUILD)/libchosho.a $(LDFLAGS) -Wl,--wrap=pdf_begin $(LIBS)

bench: program $(BUILD)/bench/stages $(BUILD)/bench/untagged ## CPU time and memory of a sheet and a book, and their limits
	tests/bench/run --build $(BUILD)

# ---- the program whose calls of the system fail: tests/fault/fault.c -------
FAULT_CALLS = open opendir readdir read write fsync syncfs close rename renameat2 \
    mkdir mmap stat lstat fstat access link unlink fork \
    $(addprefix $(FAULT_HEAP),malloc calloc realloc memalign)
FAULT_HEAP = $(if $(findstring sanitize,$(CFLAGS)),__interceptor_,__libc_)
FAULTY = $(BUILD)/fault/chosho $(BUILD)/fault/chosho-prove

# What stands between the program and the heap is called before a sanitizer
# is ready, and must not be watched by it.
UNWATCHED = $(if $(findstring sanitize,$(CFLAGS)),-fno-sanitize=all \
    -DHEAP_SANITIZED -DMEMORY_SANITIZED=1)
FAULT_OBJ = $(BUILD)/fault/fault.o $(BUILD)/fault/heap.o

$(BUILD)/fault/%.o: tests/fault/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(UNWATCHED) \
	    -Wno-missing-prototypes -c -o $@ $<

$(BUILD)/fault/heap.o: src/base/heap.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(UNWATCHED) -c -o $@ $<

$(FAULTY): $(BUILD)/fault/%: $(BUILD)/obj/main.o $(BUILD)/obj/main_prove.o \
    $(FAULT_OBJ) $(BUILD)/libchosho.a
	@echo "  LD $@"
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(FAULT_OBJ) \
	    $(BUILD)/obj/$(if $(findstring prove,$@),main_prove,main).o \
	    $(BUILD)/libchosho.a $(LDFLAGS) $(FAULT_CALLS:%=-Wl,--wrap=%) $(LIBS)

.PHONY: faulty
faulty: $(FAULTY)

fault: program $(FAULTY) ## let each call of the system fail once (an hour)
	CHOSHO=$(BUILD)/chosho /usr/bin/python3 tests/fault/fault_test.py --all

# ---- fuzzing: tests/fuzz ---------------------------------------------------
# A target is linked with libFuzzer, and with a main() that runs kept inputs.
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZ_SRC = $(addprefix tests/fuzz/,edit.c fuzz.c marks.c outputs.c repository.c \
    truth.c)
REPLAYS := $(FUZZERS:%=$(BUILD)/fuzz/%-replay)

$(BUILD)/fuzz/%-replay: tests/fuzz/%_fuzz.c tests/fuzz/replay.c $(FUZZ_SRC) \
    $(wildcard tests/fuzz/*.h) $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) -o $@ $(filter %.c,$^) \
	    $(BUILD)/libchosho.a $(LDFLAGS) $(LIBS)

$(BUILD)/fuzz/%-fuzz: tests/fuzz/%_fuzz.c $(FUZZ_SRC) \
    $(wildcard tests/fuzz/*.h) $(BUILD)/libchosho.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(CPPFLAGS) -Itests $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ \
	    $(filter %.c,$^) $(BUILD)/libchosho.a $(LDFLAGS) $(LIBS)

.PHONY: replays fuzzers
replays: $(REPLAYS)
fuzzers:
	$(Q)$(MAKE) BUILD=$(BUILD)/fuzzing CC=clang CFLAGS="-O1 -g \
	    -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	    -fno-sanitize-recover=all" $(FUZZERS:%=$(BUILD)/fuzzing/fuzz/%-fuzz)

TARGET ?= source
SECONDS ?= 60
fuzz: fuzzers ## look for bad inputs; TARGET=name SECONDS=n, see tests/fuzz
	tests/fuzz/run --build $(BUILD)/fuzzing --seconds $(SECONDS) $(TARGET)

pictures: program ## draw the pictures of README and docs anew
	$(BUILD)/chosho build --format=png --dpi 96 -o $(BUILD)/pictures \
	    sources/r02/seisaku-kikaku.yaml
	cp $(BUILD)/pictures/r02/chukan/seisaku-kikaku-1.png docs/images/
	CHOSHO=$(BUILD)/chosho tests/docs/pictures
	tests/pdf/tag-picture $(BUILD)/chosho docs/images/pdf-tags.png

# make's own gcc warns in every build; clang is asked here.
CLANGED := $(SRC:src/%.c=$(BUILD)/clang/%.ok)
$(CLANGED): $(BUILD)/clang/%.ok: src/%.c $(wildcard src/*/*.h)
	@mkdir -p $(@D)
	$(Q)clang -fsyntax-only $(CPPFLAGS) $(ALL_CFLAGS) $< && touch $@

lint: $(CLANGED) ## clang's warnings, include rule, formatting, words of forms
	tests/lint/run

format: ## put the sources in the house style
	clang-format -i $(shell find src tests -name '*.[ch]')

# ---- installing -------------------------------------------------------------

VERSION := $(shell sed -n 's/.*CHOSHO_VERSION "\(.*\)"/\1/p' src/base/version.h)
# Manual pages are the pages of docs/ under other names.
MAN = $(addprefix $(BUILD)/man/,chosho.1 chosho-form.5 chosho-source.5)
$(BUILD)/man/chosho.1: docs/commands.md
$(BUILD)/man/chosho-form.5: docs/templates.md
$(BUILD)/man/chosho-source.5: docs/sources.md

$(MAN): src/shell/man
	@mkdir -p $(@D)
	@echo "  MAN $@"
	$(Q)src/shell/man $(filter %.md,$^) $(@F) $(VERSION) > $@.new
	$(Q)mv $@.new $@

man: $(MAN) ## manual pages, from docs/

SHARE = $(DESTDIR)$(prefix)/share
install: program man ## install under $(DESTDIR)$(prefix)
	install -D -m 755 $(BUILD)/chosho $(DESTDIR)$(prefix)/bin/chosho
	install -D -m 755 $(BUILD)/chosho-prove \
	    $(DESTDIR)$(prefix)/libexec/chosho/chosho-prove
	install -D -m 644 $(MO) \
	    $(SHARE)/chosho/locale/ja/LC_MESSAGES/chosho.mo
	install -D -m 644 src/shell/chosho.bash \
	    $(SHARE)/bash-completion/completions/chosho
	cd $(BUILD)/man && for page in *.1 *.5; do \
	    install -D -m 644 $$page $(SHARE)/man/man$${page##*.}/$$page; done
	for file in $$(find templates fonts -type f); do \
	    install -D -m 644 $$file $(SHARE)/chosho/$$file; done

uninstall: ## remove what install has written
	rm -rf $(SHARE)/chosho $(DESTDIR)$(prefix)/libexec/chosho
	rm -f $(DESTDIR)$(prefix)/bin/chosho $(MAN:$(BUILD)/man/%.1=$(SHARE)/man/man1/%.1) \
	    $(SHARE)/man/man5/chosho-form.5 $(SHARE)/man/man5/chosho-source.5 \
	    $(SHARE)/bash-completion/completions/chosho

DIST = chosho-$(VERSION)
dist: ## the committed sources as build/chosho-VERSION.tar.gz
	@mkdir -p $(BUILD)
	git archive --prefix=$(DIST)/ HEAD | gzip -9n > $(BUILD)/$(DIST).tar.gz
	@echo "  $(BUILD)/$(DIST).tar.gz"

deb: dist ## a Debian package, in build/deb
	rm -rf $(BUILD)/deb
	mkdir -p $(BUILD)/deb
	cp $(BUILD)/$(DIST).tar.gz $(BUILD)/deb/chosho_$(VERSION).orig.tar.gz
	tar -xzf $(BUILD)/$(DIST).tar.gz -C $(BUILD)/deb
	cp -R docs/debian $(BUILD)/deb/$(DIST)/debian
	cd $(BUILD)/deb/$(DIST) && dpkg-buildpackage -us -uc

clean: ## remove what was built; out/ stays
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	    expand -t 12
