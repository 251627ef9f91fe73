"""The tables of Dingbian's 智慧政协 database, in SQL that SQLite and PostgreSQL both read."""

from __future__ import annotations

# No column refuses anything: the real database grew over the years and so did its errors. Every table ends with `xh`,
# the number of the row; `id` is what the system calls a record.
TABLES: dict[str, str] = {
    "bm_zd": "lb TEXT, dm INTEGER, mc TEXT",
    "gzs": "id INTEGER, mc TEXT, lx INTEGER, xs INTEGER, zt INTEGER, ssqh TEXT, qy TEXT, jb TEXT, yt TEXT, szdw TEXT,"
    " dz TEXT, zn TEXT, dw TEXT, ts TEXT, sfsf INTEGER, lxdh TEXT, zbap TEXT, sqrq TEXT, pzrq TEXT, gprq TEXT,"
    " barq TEXT, zzrq TEXT, gxsj TEXT",
    "wy": "id INTEGER, xm TEXT, xb INTEGER, zw TEXT, tc TEXT, sj TEXT, dw TEXT, zp TEXT, sfdy INTEGER, bz TEXT,"
    " gxsj TEXT",
    "wyzg": "id INTEGER, wy_id INTEGER, zxqh TEXT, jc TEXT, jb TEXT, zwh TEXT, cw INTEGER, zt INTEGER, ksrq TEXT,"
    " jsrq TEXT, gxsj TEXT",
    "zsgx": "id INTEGER, gzs_id INTEGER, wy_id INTEGER, xm TEXT, js INTEGER, cwmc TEXT, lxfs TEXT, ksrq TEXT,"
    " jsrq TEXT, gxsj TEXT",
    "hd": "id INTEGER, gzs_id INTEGER, lx INTEGER, xs INTEGER, zt TEXT, rq TEXT, dd TEXT, wyrs TEXT, qzrs TEXT,"
    " syrs TEXT, pt TEXT, qk TEXT, gxsj TEXT",
    "jd": "id INTEGER, gzs_id INTEGER, wy_id INTEGER, rq TEXT, xs INTEGER, qzrs TEXT, wts INTEGER, jjs INTEGER,"
    " dd TEXT, gxsj TEXT",
    "zb": "id INTEGER, gzs_id INTEGER, wy_id INTEGER, rq TEXT, xs INTEGER, fs INTEGER, jh INTEGER, dg INTEGER,"
    " gxsj TEXT",
    "yj": "id INTEGER, gzs_id INTEGER, qd INTEGER, lb INTEGER, zy TEXT, yw TEXT, qz_xm TEXT, qz_dh TEXT, sjrq TEXT,"
    " zt INTEGER, fkrq TEXT, jj INTEGER, gxsj TEXT",
    "ta": "id INTEGER, gzs_id INTEGER, bt TEXT, zz TEXT, jt INTEGER, zd INTEGER, tjrq TEXT, bsdx TEXT, jg INTEGER,"
    " gxsj TEXT",
    "sq_qk": "id INTEGER, nd INTEGER, qh INTEGER, dx INTEGER, fbrq TEXT, gxsj TEXT",
    "sq_tm": "id INTEGER, qk_id INTEGER, gzs_id INTEGER, bt TEXT, zz TEXT, jg INTEGER, gxsj TEXT",
}

# What the vendor hands to other systems: one row per item with the issue it was printed in.
VIEWS: dict[str, str] = {
    "v_sqmy": "SELECT t.xh, t.id, t.gzs_id, t.bt, t.zz, t.jg, q.dx, q.nd, q.qh, q.fbrq,"
    " CAST(q.nd AS TEXT) || '年第' || CAST(q.qh AS TEXT) || '期' AS qc,"
    " CASE WHEN q.gxsj > t.gxsj THEN q.gxsj ELSE t.gxsj END AS gxsj"
    " FROM sq_tm t LEFT JOIN sq_qk q ON q.id = t.qk_id"
}
