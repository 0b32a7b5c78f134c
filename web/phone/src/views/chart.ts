// The chart of the quality panel. Loaded when it is opened.
import uPlot from 'uplot';

type Point = readonly [number, number | null, number];

export interface Chart {
  show(points: readonly Point[]): void;
  close(): void;
}

export function chart(place: HTMLElement): Chart {
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim() || getComputedStyle(place).color;
  // Canvas knows no light-dark(): an element tells what a custom property is just now.
  const resolved = (name: string) => {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    place.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value || colour(name);
  };
  const ink = resolved('--faint');
  const grid = { stroke: resolved('--line'), width: 1 };
  const plot = new uPlot(
    {
      width: Math.max(200, place.clientWidth),
      height: 140,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, mos: { range: [1, 4.5] }, loss: { range: (_, _low, high) => [0, Math.max(5, high)] } },
      axes: [
        { stroke: ink, grid, ticks: grid, size: 28, space: 70, values: (_, ticks) => ticks.map((at) => new Date(at * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })) },
        { scale: 'mos', stroke: resolved('--chart-1'), grid, ticks: grid, size: 30 },
        { scale: 'loss', side: 1, stroke: resolved('--chart-3'), grid: { show: false }, ticks: grid, size: 36, values: (_, ticks) => ticks.map((value) => `${value}%`) },
      ],
      series: [
        {},
        { scale: 'mos', stroke: resolved('--chart-1'), width: 2, points: { show: false } },
        { scale: 'loss', stroke: resolved('--chart-3'), width: 2, dash: [6, 4], points: { show: false } },
      ],
    },
    [[], [], []],
    place,
  );
  const sized = new ResizeObserver(() => plot.setSize({ width: Math.max(200, place.clientWidth), height: 140 }));
  sized.observe(place);
  return {
    show: (points) => plot.setData([points.map((each) => each[0]), points.map((each) => each[1]), points.map((each) => each[2])]),
    close: () => {
      sized.disconnect();
      plot.destroy();
    },
  };
}
