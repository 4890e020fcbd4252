/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that the page carries, as bytes of the program (see room.cmake). `length` does not count the NUL
 * behind them. */
#ifndef GX_REPORT_ASSETS_H
#define GX_REPORT_ASSETS_H

#include <stddef.h>

typedef struct gx_asset {
    const char *bytes;
    size_t length;
} gx_asset;

gx_asset gx_asset_style(void);    /* page.css */
gx_asset gx_asset_script(void);   /* page.js */
gx_asset gx_asset_charts(void);   /* Apache ECharts, minified */
gx_asset gx_asset_licences(void); /* of ECharts and what it bundles: plain text */

#endif
