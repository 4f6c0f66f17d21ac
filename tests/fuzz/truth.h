/* A truth that finished files are compared with, for the targets of prove. */
#ifndef FUZZ_TRUTH_H
#define FUZZ_TRUTH_H

struct fuzz_run;
struct prove_truth;

/* Of tests/fixtures/forms/sources/kohyo.yaml, in the run's arena. */
struct prove_truth *fuzz_truth(struct fuzz_run *run);

/* The words of data files. */
const struct form_data_words *fuzz_data_words(void);

/* The words of pages. */
const struct form_web_words *fuzz_web_words(void);

#endif
