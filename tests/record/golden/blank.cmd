# A blank source of a form with stages, choices, markers and records.
--lang=ja new 重点目標一覧表
