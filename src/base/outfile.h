/*
 * outfile: outputs that appear whole or not at all.
 *
 * A transaction takes the finished bytes of all outputs of a run. Each goes
 * into a temporary file in its target's folder; only when all are safely on
 * disk do they take their names. Whatever fails before that, and whenever
 * the process is killed, the old files stay as they were: no half-written
 * file is ever seen under a final name. What a killed run left behind
 * (.NAME.chosho-PID-N.tmp) is removed by the next one in that folder.
 *
 *     struct outfile *out = outfile_begin();
 *     int error = outfile_add(out, path, bytes.data, bytes.len);
 *     if (!error)
 *         error = outfile_commit(out);
 *     if (error) ... outfile_failed_path(out), strerror(error) ...
 *     outfile_end(out);
 *
 * One transaction at a time for a folder in a process.
 */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include <stddef.h>

struct bytes;
struct outfile;
struct pack_reader;

/* An empty transaction. The caller ends it with outfile_end(). */
struct outfile *outfile_begin(void);

/*
 * A transaction whose outputs all lie below `root` and are all there is: the
 * folder is exchanged as a whole (base/outtree.h), old files go.
 */
struct outfile *outfile_begin_tree(const char *root);

/*
 * Takes an output: `len` bytes for `path`. Missing folders are made; a
 * target that holds these bytes already is left untouched, a symbolic link
 * is followed. Returns 0 or an errno value; after a failure nothing more is
 * taken and outfile_commit() returns the same value.
 */
int outfile_add(struct outfile *out, const char *path, const void *data,
                size_t len);

/*
 * An output that comes piece by piece: opened, appended to, closed. `number`
 * is what outfile_open() gave. Returns as outfile_add().
 */
int outfile_open(struct outfile *out, const char *path, size_t *number);
int outfile_append(struct outfile *out, size_t number, const void *data,
                   size_t len);
int outfile_close(struct outfile *out, size_t number);

/*
 * For many outputs: they are not flushed one by one but with all else on
 * their disk, when they take their names. To be called before the first one.
 */
void outfile_flush_together(struct outfile *out);

/*
 * Takes note of an old output that is no longer made: it goes when the others
 * take their names. Where there is no such file, nothing is done. Returns 0
 * or an errno value, as outfile_add().
 */
int outfile_remove(struct outfile *out, const char *path);

/*
 * Gives all outputs their names. Returns 0 or an errno value; then all old
 * files are in place again and the temporary ones are gone.
 */
int outfile_commit(struct outfile *out);

/*
 * Several processes write the outputs of one run. The process that began the
 * transaction shares it and forks. Each worker calls outfile_branch() with its
 * number of `count`, adds outputs and packs them (base/pack.h); the first
 * process adopts what was packed, and it alone commits or ends.
 *
 * `note` is called when a folder was entered, before anything is written
 * there: what is packed and sent then lets the first process tidy up after
 * a worker that was killed. outfile_end() of the first process must come
 * after the last worker's end.
 */
void outfile_share(struct outfile *out);
void outfile_branch(struct outfile *out, size_t number, size_t count,
                    void (*note)(void *context), void *context);
void outfile_pack(struct outfile *out, struct bytes *message);

/* Returns 0, or the error that the worker had. */
int outfile_adopt(struct outfile *out, struct pack_reader *reader);

/* The path that made outfile_add() or outfile_commit() fail, else NULL. */
const char *outfile_failed_path(const struct outfile *out);

/* Ends the transaction; what was not committed is removed. NULL is fine. */
void outfile_end(struct outfile *out);

#endif
