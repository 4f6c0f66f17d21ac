"""A scratch repository: the two sheets, and ten edits in ten commits."""
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = "sources/r02"
SHIMIN = f"{FOLDER}/shimin-machizukuri.yaml"
SEISAKU = f"{FOLDER}/seisaku-kikaku.yaml"
NAME = "市 民"
MAIL = "shimin@example.jp"


def git(folder, *words, date=None):
    env = dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull,
               GIT_CONFIG_SYSTEM=os.devnull,
               GIT_AUTHOR_NAME=NAME, GIT_AUTHOR_EMAIL=MAIL,
               GIT_COMMITTER_NAME=NAME, GIT_COMMITTER_EMAIL=MAIL)
    if date:
        env.update(GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    done = subprocess.run(["git", *words], cwd=folder, env=env,
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"git {words}: {done.stderr}")
    return done.stdout


def edit(folder, path, old, new):
    file = folder / path
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise RuntimeError(f"{path}: {text.count(old)} times {old!r}")
    file.write_text(text.replace(old, new), encoding="utf-8")


def goals(text):
    """Head and goals of a source: pieces that begin at `  - 名称`."""
    head, *rest = text.split("\n  - 名称:")
    return head, ["\n  - 名称:" + piece.rstrip("\n") for piece in rest]


def move_goal(folder, path, old, new):
    file = folder / path
    head, pieces = goals(file.read_text(encoding="utf-8"))
    pieces.insert(new, pieces.pop(old))
    file.write_text(head + "".join(pieces) + "\n", encoding="utf-8")


NEW_ITEM = """      - 項目: 協働のまちづくり出前講座の開催
        細目:
          - ・市内各地区での講座
        期限・数値目標:
          - ・年６回開催
        中間報告:
          進捗状況:
            - ・8月から受付を開始し、２回開催
"""

NEW_DEPARTMENT = """# 消防部
様式: 重点目標一覧表
年度: 令和２年度
部局: 消防部
重点目標:
  - 名称: 火災予防の推進
    取組:
      - 項目: 住宅用火災警報器の設置促進
        期限・数値目標:
          - ・設置率85％
        中間報告:
          進捗状況:
            - ・設置率82％
"""


def edit_number(folder):
    edit(folder, SHIMIN, "情報共有のための会議を1回開催",
         "情報共有のための会議を2回開催")


def edit_word(folder):
    edit(folder, SHIMIN, "・第8期地域協議会にて検討", "・第8期地域協議会にて審議")


def edit_move(folder):
    move_goal(folder, SEISAKU, 3, 0)


def edit_new_item(folder):
    file = folder / SHIMIN
    text = file.read_text(encoding="utf-8")
    at = text.index("      - 項目: 地域協議会の今後のあり方の検討")
    file.write_text(text[:at] + NEW_ITEM + text[at:], encoding="utf-8")


def edit_removed_item(folder):
    file = folder / SEISAKU
    text = file.read_text(encoding="utf-8")
    head, pieces = goals(text)
    items = pieces[1].split("\n      - 項目:")
    pieces[1] = "\n      - 項目:".join(items[:-1])
    file.write_text(head + "".join(pieces) + "\n", encoding="utf-8")


def edit_rename(folder):
    edit(folder, SHIMIN, "名称: 参加と協働によるまちづくりの推進",
         "名称: 市民の参加と協働によるまちづくりの推進")


def edit_split(folder):
    edit(folder, SHIMIN,
         "協議は行われなかったが、北部地区で独自の勉強会",
         "協議は行われなかった。\n            - ・北部地区で独自の勉強会")


def edit_width(folder):
    edit(folder, SHIMIN, "- 第8期委員任期中（令和3年度まで）",
         "- 第８期委員任期中（令和３年度まで）")


def edit_mark(folder):
    file = folder / SEISAKU
    text = file.read_text(encoding="utf-8")
    group = "        中間報告:\n"
    file.write_text(text.replace(group, group + "          進捗度: ○\n", 1),
                    encoding="utf-8")


def edit_department(folder):
    (folder / FOLDER / "shoubou.yaml").write_text(NEW_DEPARTMENT,
                                                  encoding="utf-8")
    file = folder / FOLDER / "edition.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n")
                    + "\n  - shoubou\n", encoding="utf-8")


EDITS = [
    ("数を改める", edit_number),
    ("語を改める", edit_word),
    ("目標を移す", edit_move),
    ("取組を加える", edit_new_item),
    ("取組を削る", edit_removed_item),
    ("目標を改称する", edit_rename),
    ("文を分ける", edit_split),
    ("全角にする", edit_width),
    ("進捗度を改める", edit_mark),
    ("消防部を加える", edit_department),
]


def make(folder):
    """Makes the repository in an empty folder and returns it."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / FOLDER, folder / FOLDER)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "最初", date="2020-10-01T09:00:00+0900")
    for day, (subject, change) in enumerate(EDITS, 2):
        change(folder)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", subject,
            date=f"2020-10-{day:02}T09:00:00+0900")
    return folder


if __name__ == "__main__":
    import sys
    make(sys.argv[1])
