/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the charts that the page holds as JSON. Without it the page is whole: its tables say the same. */
(function () {
    'use strict';
    var root = document.documentElement;
    var chinese = /^zh/.test(root.lang);
    var charts = JSON.parse(document.getElementById('charts').textContent).charts;
    var compact = new Intl.NumberFormat(chinese ? 'zh-CN' : 'en', { notation: 'compact', maximumSignificantDigits: 3 });
    var exact = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
    var percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 3 });
    var drawn = [];

    function colour(name) {
        return getComputedStyle(root).getPropertyValue('--' + name).trim();
    }
    /* Of a list that may be long and may have holes. */
    function largest(list) {
        return list.reduce(function (most, one) { return Number.isFinite(one) && one > most ? one : most; }, -Infinity);
    }
    function smallest(list) {
        return list.reduce(function (least, one) { return Number.isFinite(one) && one < least ? one : least; }, Infinity);
    }
    function x_value(chart, x) {
        return chart.time ? (chart.time.start + x * chart.time.scale) * 1000 : x;
    }
    function unit(text) {
        return text ? ' ' + text : '';
    }
    function capital(text) {
        return text.charAt(0).toUpperCase() + text.slice(1);
    }
    function label(name, of) {
        name = capital(name);
        return of && name.toLowerCase().indexOf(of.toLowerCase()) !== 0 ? name + ' (' + of + ')' : name;
    }
    function points(chart, series) {
        var xs = series.x || chart.series[0].x, log = chart.kind === 'log', steps = chart.kind === 'histogram', out = [];
        for (var k = 0; k < xs.length; k++)
            if ((!log && !steps) || (xs[k] > 0 && (steps || series.y[k] > 0)))
                out.push([x_value(chart, xs[k]), series.y[k]]);
        return out;
    }
    function ranged(chart) {
        return chart.kind === 'intervals' || chart.kind === 'across';
    }
    function named(chart) {
        return chart.kind === 'bars' || ranged(chart);
    }
    /* A line from low to high through each point of an estimate. */
    function whiskers(chart, series) {
        var across = chart.kind === 'across';
        function end(api, index, value) {
            return api.coord(across ? [value, index] : [index, value]);
        }
        return {
            type: 'custom', silent: true, animation: false, tooltip: { show: false }, z: 1,
            encode: across ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
            data: series.low.map(function (low, k) { return [k, low, series.high[k]]; }),
            renderItem: function (params, api) {
                var index = api.value(0), low = api.value(1), high = api.value(2);
                if (low !== low || high !== high)
                    return null;
                var a = end(api, index, low), b = end(api, index, high);
                return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] },
                         style: { stroke: colour('blue'), lineWidth: 2, fill: null } };
            }
        };
    }
    function estimates(chart, series) {
        var across = chart.kind === 'across';
        var out = {
            name: capital(series.name), type: 'scatter', symbolSize: 8, color: colour('red'), animation: false, z: 3,
            data: series.y.map(function (y, k) { return across ? [y, k] : [k, y]; }), emphasis: { disabled: true }
        };
        if (chart.baseline !== undefined)
            out.markLine = {
                symbol: 'none', silent: true, animation: false, label: { show: false },
                lineStyle: { color: colour('soft'), type: 'dashed', width: 1.2 },
                data: [across ? { xAxis: chart.baseline } : { yAxis: chart.baseline }]
            };
        return out;
    }
    /* Bars stand on categories, so that bins of unequal width stay readable; a bar a point. */
    function series_of(chart, series, index, palette) {
        var bars = chart.kind === 'bars', xs = series.x || chart.series[0].x || [];
        var out = {
            name: capital(series.name), type: bars ? 'bar' : 'line', color: palette[index % palette.length],
            data: bars ? series.y : points(chart, series), animation: false, symbolSize: 4, lineStyle: { width: 1.6 },
            showSymbol: (chart.kind === 'log' && xs.length < 60) || xs.length < 40, barCategoryGap: '18%', barMaxWidth: 46,
            emphasis: { disabled: true }
        };
        if (chart.kind === 'area' || chart.kind === 'histogram')
            out.areaStyle = { opacity: 0.14 };
        if (chart.kind === 'histogram')
            out.step = 'middle';
        if (chart.kind === 'stack') {
            out.stack = 'all';
            out.areaStyle = { opacity: 0.5 };
            out.lineStyle.width = 0.8;
        }
        if (xs.length > 5000 && chart.kind !== 'stack')
            out.sampling = 'lttb';
        if (xs.length > 2000)
            out.lineStyle.width = chart.kind === 'stack' ? 0.4 : 0.7;
        if (chart.mark && index === 0)
            mark(chart, out);
        return out;
    }
    function all_series(chart, palette) {
        if (ranged(chart))
            return [estimates(chart, chart.series[0]), whiskers(chart, chart.series[0])];
        return chart.series.map(function (series, index) { return series_of(chart, series, index, palette); });
    }
    function mark(chart, out) {
        var style = { color: colour('soft'), type: 'dashed', width: 1.2 };
        out.markLine = {
            symbol: 'none', silent: true, animation: false, lineStyle: style,
            data: [{ yAxis: chart.mark.value, label: {
                formatter: chart.mark.label, position: 'insideStartTop', color: colour('soft'), fontSize: 12 } }]
        };
        if (chart.mark.at !== undefined)
            out.markLine.data.push({ xAxis: x_value(chart, chart.mark.at), label: {
                formatter: chart.mark.clock, position: 'end', distance: 4, color: colour('soft'), fontSize: 12 } });
    }
    function axis_of(type, name) {
        var ink = colour('soft'), rule = colour('rule');
        return {
            type: type, name: name, nameTextStyle: { color: ink, fontSize: 12 }, minorTick: { show: false },
            axisLabel: { color: ink, hideOverlap: true, fontSize: 12 }, axisLine: { lineStyle: { color: rule } },
            axisTick: { lineStyle: { color: rule } }, splitLine: { show: false, lineStyle: { color: rule } }
        };
    }
    function categories(chart) {
        return (chart.labels || chart.series[0].x.map(function (x) { return exact.format(x); })).map(capital);
    }
    function x_axis(chart) {
        var logarithmic = chart.kind === 'log' || chart.kind === 'histogram';
        var axis = axis_of(chart.time ? 'time' : named(chart) ? 'category' : logarithmic ? 'log' : 'value',
                           chart.time ? '' : label(chart.x_name, chart.x_unit));
        axis.nameLocation = 'middle';
        axis.nameGap = 30;
        if (chart.time)
            axis.axisLabel.formatter = { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{MM}-{dd}', hour: '{HH}:{mm}',
                                         minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' };
        else if (named(chart))
            axis.data = categories(chart);
        else
            axis.axisLabel.formatter = function (x) { return compact.format(x); };
        axis.scale = axis.type === 'value';
        return axis;
    }
    function y_axis(chart) {
        var axis = axis_of(chart.kind === 'log' ? 'log' : 'value', chart.percent ? '' : capital(chart.unit));
        axis.nameTextStyle.align = 'left';
        axis.nameTextStyle.padding = [0, 0, 0, -34];
        axis.splitNumber = 4;
        axis.axisLabel.formatter = function (y) { return chart.percent ? percent.format(y) : compact.format(y); };
        axis.splitLine.show = true;
        axis.axisLine = axis.axisTick = { show: false };
        var top = largest(chart.series.map(function (one) { return largest(one.high || one.y); }));
        if (chart.mark) {
            var sum = chart.series[0].y.map(function (y, k) {
                return chart.series.reduce(function (total, one) { return total + one.y[k]; }, 0);
            });
            axis.interval = nice(Math.max(largest(sum), chart.mark.value) * 1.06 / 4);
            axis.max = axis.interval * 4;
        } else if (chart.percent && chart.kind !== 'log' && top > 0.75 && top <= 1) {
            axis.max = 1;
            axis.interval = 0.25;
        }
        return axis;
    }
    /* One row below the other, names at the left, the first on top. */
    function axes_across(chart, out) {
        var value = y_axis(chart), row = axis_of('category', ''), series = chart.series[0];
        var low = smallest(series.low.concat(series.y, chart.baseline));
        var high = largest(series.high.concat(series.y, chart.baseline));
        value.name = capital(series.name);
        value.nameLocation = 'middle';
        value.nameGap = 30;
        value.nameTextStyle = { color: colour('soft'), fontSize: 12 };
        value.min = Math.floor(low * 20) / 20;
        value.max = Math.ceil(high * 20) / 20;
        row.data = categories(chart);
        row.inverse = true;
        row.axisLabel.width = 130;
        row.axisLabel.overflow = 'break';
        row.axisLabel.color = colour('ink');
        row.splitLine.show = true;
        out.xAxis = value;
        out.yAxis = row;
        out.tooltip.axisPointer = { type: 'none' };
    }
    /* The smallest of 1, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not below the value. */
    function nice(value) {
        var unit = Math.pow(10, Math.floor(Math.log10(value)));
        return unit * [1, 2, 2.5, 3, 4, 5, 6, 8, 10].find(function (one) { return one * unit >= value; });
    }
    function option(chart, width) {
        var palette = ['red', 'blue', 'gold', 'green'].map(colour), many = chart.series.length > 1;
        var long = Boolean(chart.time) && chart.series[0].x.length > 120;
        var font = getComputedStyle(document.body).fontFamily;
        var out = {
            useUTC: true, animation: false, textStyle: { fontFamily: font, color: colour('ink') },
            grid: { left: 8, right: 14, top: many ? (width < 480 ? 78 : 58) : 34, bottom: long ? 46 : chart.time ? 6 : 28, outerBoundsMode: 'same',
                    outerBoundsContain: 'axisLabel' },
            legend: many ? { top: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 3,
                             textStyle: { color: colour('ink'), fontSize: 13 } } : { show: false },
            tooltip: {
                trigger: 'axis', confine: true, backgroundColor: colour('card'), borderColor: colour('rule'),
                textStyle: { color: colour('ink'), fontSize: 13 }, axisPointer: { lineStyle: { color: colour('soft') } },
                valueFormatter: function (y) {
                    return y === null || y === undefined || y !== y ? '–'
                        : chart.percent ? percent.format(y) : exact.format(y) + unit(chart.unit);
                }
            },
            dataZoom: long ? [{ type: 'slider', height: 18, bottom: 8, borderColor: colour('rule'), fillerColor: 'rgba(140,120,100,.14)',
                                showDetail: false, brushSelect: false, handleStyle: { color: colour('card'), borderColor: colour('soft') },
                                dataBackground: { lineStyle: { color: colour('soft'), opacity: .5 },
                                                  areaStyle: { color: colour('soft'), opacity: .12 } },
                                selectedDataBackground: { lineStyle: { color: colour('red'), opacity: .6 },
                                                          areaStyle: { color: colour('red'), opacity: .12 } },
                                moveHandleStyle: { color: colour('soft'), opacity: .3 } }] : [],
            xAxis: x_axis(chart), yAxis: y_axis(chart),
            series: all_series(chart, palette)
        };
        if (chart.kind === 'across')
            axes_across(chart, out);
        if (ranged(chart))
            out.tooltip.trigger = 'item', out.tooltip.formatter = function (point) { return estimate(chart, point.dataIndex); };
        return out;
    }
    /* Plain text: names may hold anything, and a tooltip is HTML. */
    function escape(text) {
        return text.replace(/[&<>"']/g, function (one) { return '&#' + one.charCodeAt(0) + ';'; });
    }
    function estimate(chart, k) {
        var series = chart.series[0], show = chart.percent ? percent : exact;
        var range = Number.isFinite(series.low[k]) && Number.isFinite(series.high[k])
            ? ' (' + show.format(series.low[k]) + ' – ' + show.format(series.high[k]) + ')' : '';
        return escape(categories(chart)[k] + ': ' + show.format(series.y[k]) + range);
    }
    function draw() {
        drawn.forEach(function (one) { one.dispose(); });
        drawn = charts.map(function (chart) {
            var place = document.getElementById(chart.id);
            place.parentNode.classList.add('drawn');
            var one = echarts.init(place, null, { renderer: 'svg', locale: chinese ? 'ZH' : 'EN' });
            one.setOption(option(chart, place.clientWidth));
            return one;
        });
    }
    function resize() {
        drawn.forEach(function (one) { one.resize(); });
    }
    function tables(open) {
        Array.prototype.forEach.call(document.querySelectorAll('details.data'), function (one) { one.open = open; });
    }

    draw();
    tables(false);
    window.addEventListener('resize', resize);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    window.addEventListener('beforeprint', function () { root.dataset.theme = 'light'; draw(); });
    window.addEventListener('afterprint', function () { delete root.dataset.theme; draw(); });
    root.dataset.charts = String(drawn.length);
})();
