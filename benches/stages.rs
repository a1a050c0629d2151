//! What each stage costs, on the demo mix (40 s of stereo): `cargo bench`. Nanoseconds per frame are 1000 by the "Melem/s" shown.

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use testpress::audio::AudioBuffer;
use testpress::decode::{Limits, decode};
use testpress::demo::demo_mix;
use testpress::encode::{Format, Noise, Tags, quantise, wav24, write};
use testpress::mastering::plan::{Limiting, LoudnessGoal, Plan};
use testpress::mastering::{Controls, LoudnessChoice, StyleId, finish, master, plan, shape};
use testpress::measure::{KWeighting, PeakMeter, SpectrumMeter, measure, sample_peak};
use testpress::pace::{Stage, Unpaced, run};

fn stages(criterion: &mut Criterion) {
    let song = run(demo_mix(&mut Unpaced)).expect("never superseded");
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).throughput(Throughput::Elements(song.frames() as u64));
    files(&mut group, &song);
    meters(&mut group, &song);
    chain(&mut group, &song);
    group.finish();
}

fn files(group: &mut BenchmarkGroup<'_, WallTime>, song: &AudioBuffer) {
    let file = run(wav24(song, &mut Unpaced)).expect("never superseded");
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    group.bench_function("decode WAV", |bench| {
        bench.iter_batched(
            || file.clone(),
            |file| run(decode(file, &limits, &mut Unpaced)).expect("decodes"),
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function("encode WAV", |bench| bench.iter(|| run(wav24(black_box(song), &mut Unpaced)).expect("encodes")));
    for (name, format) in [("encode FLAC, 16 bits", Format::Flac16), ("encode FLAC, 24 bits", Format::Flac24)] {
        let grid = run(quantise(song, format.bits(), Noise::Plain, 1.0, &mut Unpaced)).expect("never superseded");
        group.bench_function(name, |bench| {
            bench.iter(|| run(write(black_box(&grid), format, &Tags::default(), &mut Unpaced)).expect("encodes"));
        });
    }
}

fn meters(group: &mut BenchmarkGroup<'_, WallTime>, song: &AudioBuffer) {
    let (left, right) = song.left_right();
    group.bench_function("K-weighting", |bench| {
        bench.iter(|| KWeighting::new(song.sample_rate()).energy(black_box(left), right));
    });
    group.bench_function("true peak", |bench| {
        bench.iter(|| {
            let mut meter = PeakMeter::new(sample_peak(song.channels()));
            black_box(song).channels().iter().for_each(|plane| meter.push(plane, 0..plane.len()));
            meter.finish()
        });
    });
    group.bench_function("spectrum", |bench| {
        bench.iter(|| {
            let mut meter = SpectrumMeter::new(song.sample_rate());
            meter.push(black_box(left), right, left.len());
            meter
        });
    });
    group.bench_function("measure, all of it", |bench| {
        bench.iter(|| run(measure(black_box(song), Stage::Measure, &mut Unpaced)).expect("has a loudness"));
    });
}

fn chain(group: &mut BenchmarkGroup<'_, WallTime>, song: &AudioBuffer) {
    let measured = run(measure(song, Stage::Measure, &mut Unpaced)).expect("has a loudness");
    let controls = Controls { style: Some(StyleId::Pop), loudness: LoudnessChoice::Loud, ..Controls::UNTOUCHED };
    let whole = plan(&measured, &controls, None);
    let nothing = Plan { cleaning: None, tone: None, width: None, dynamics: None, saturation: None, ..whole.clone() };
    assert!(whole.tone.is_some() && whole.dynamics.is_some(), "the demo mix asks for both");

    let tone = Plan { tone: whole.tone.clone(), width: whole.width.clone(), ..nothing.clone() };
    let dynamics = Plan { dynamics: whole.dynamics.clone(), ..nothing.clone() };
    for (name, plan) in [("tone and width", &tone), ("multiband compressor", &dynamics)] {
        group.bench_function(name, |bench| {
            bench.iter(|| run(shape(black_box(song), plan, &mut Unpaced)).expect("not superseded"))
        });
    }
    let shaped = run(shape(song, &whole, &mut Unpaced)).expect("not superseded");
    for (name, limiting) in
        [("limiter as asked, and verify", Limiting::AsAsked), ("limiter while clean, and verify", Limiting::WhileClean)]
    {
        let goal = LoudnessGoal { target_lufs: -9.0, limiting, ..whole.loudness };
        let plan = Plan { loudness: goal, ..nothing.clone() };
        group
            .bench_function(name, |bench| bench.iter(|| run(finish(black_box(&shaped), &plan, &mut Unpaced)).expect("a master")));
    }
    group.bench_function("master, all of it", |bench| {
        bench.iter(|| run(master(black_box(song), &whole, &mut Unpaced)).expect("a master"));
    });
}

criterion_group!(all, stages);
criterion_main!(all);
