using System.CommandLine;
using LstmGen.Benchmarks;
using LstmGen.Benchmarks.BenchmarkDotNet;
using LstmGen.Benchmarks.Commands;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Voice;
using LstmGen.Benchmarks.Workloads;

Launcher.PinSelf();

var cpu = new Option<int>("--cpu") { Description = "Core to pin the measuring processes to; -1 pins nothing.", DefaultValueFactory = _ => Environment.ProcessorCount - 1 };
var processes = new Option<int>("--processes") { Description = "Processes to take medians over.", DefaultValueFactory = _ => 3 };
var quick = new Option<bool>("--quick") { Description = "One process only." };
var avx2 = new Option<bool>("--avx2") { Description = "Measure once more with AVX-512 off." };
var only = new Option<string>("--only") { Description = "Only groups whose name contains this text.", DefaultValueFactory = _ => "" };
var csv = new Option<string?>("--csv") { Description = "Write the figures to this file too." };
var markdown = new Option<string?>("--markdown") { Description = "Write the tables to this file too." };
Require(cpu, value => value >= -1 && value < Environment.ProcessorCount, $"-1 or a core from 0 to {Environment.ProcessorCount - 1}");
Require(processes, value => value is >= 1 and <= 99, "1 to 99");
Require(only, value => WorkloadGroup.Select(value).Any(), string.Join(", ", WorkloadGroup.All.Select(group => group.Name)) + " or a part of these");

var limits = new Command("limits", "Times kernels as a share of the limits of this machine, measured in the same run.") { cpu, processes, quick, avx2, only, csv, markdown };
limits.SetAction(result => new LimitsCommand(
    result.GetValue(cpu), result.GetValue(quick) ? 1 : result.GetValue(processes), result.GetValue(avx2), result.GetValue(only)!,
    result.GetValue(csv), result.GetValue(markdown)).Run());

var parts = new Option<string>("--only") { Description = "Only workloads whose name contains this text.", DefaultValueFactory = _ => "" };
var python = new Option<string>("--python") { Description = "The Python that has torch.", DefaultValueFactory = _ => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3" };
Require(parts, value => TrainingWorkload.Select(value).Any(), string.Join(", ", TrainingWorkload.All.Select(workload => workload.Name)) + " or a part of these");

var training = new Command("training", "Times training steps beside PyTorch and oneDNN, their gradients compared first, and on two threads.") { cpu, processes, quick, avx2, parts, python, csv, markdown };
training.SetAction(result => new TrainingCommand(
    result.GetValue(cpu), result.GetValue(quick) ? 1 : result.GetValue(processes), result.GetValue(avx2), result.GetValue(parts)!,
    result.GetValue(python)!, result.GetValue(csv), result.GetValue(markdown)).Run());

var measureTraining = new Command(TrainingChild.Verb, "What a process that measures training runs.") { parts, python };
measureTraining.Hidden = true;
measureTraining.SetAction(result => TrainingChild.Run(result.GetValue(parts)!, result.GetValue(python)!));

var groups = new Option<string>("--only") { Description = "Only groups whose name contains this text.", DefaultValueFactory = _ => "" };
var pairs = new Option<int>("--processes") { Description = "Processes to take medians over.", DefaultValueFactory = _ => 2 };
var svg = new Option<string?>("--svg") { Description = "Draw time against size of streaming steps into this file." };
var readme = new Option<bool>("--readme") { Description = "Write the tables of docs/benchmarks.md and README.md, and docs/streaming.svg." };
Require(groups, CompareCommand.Chooses, string.Join(", ", CompareCommand.Groups) + " or a part of these");
Require(pairs, value => value is >= 1 and <= 99, "1 to 99");

var compare = new Command("compare", "Times forward calls and training steps beside other engines, their results compared first.") { cpu, pairs, quick, avx2, groups, python, csv, markdown, svg, readme };
compare.SetAction(result => new CompareCommand(
    result.GetValue(cpu), result.GetValue(quick) ? 1 : result.GetValue(pairs), result.GetValue(avx2), result.GetValue(groups)!,
    result.GetValue(python)!, result.GetValue(csv), result.GetValue(markdown), result.GetValue(svg), result.GetValue(readme)).Run());

var networks = new Command("networks", "Times layers in both directions and projections beside other engines, and beside plain layers.") { cpu, pairs, quick, python, csv };
networks.SetAction(result => new NetworksCommand(
    result.GetValue(cpu), result.GetValue(quick) ? 1 : result.GetValue(pairs), result.GetValue(python)!, result.GetValue(csv)).Run());

var measureNetworks = new Command(NetworkChild.Verb, "What the process that times networks beside plain layers runs.");
measureNetworks.Hidden = true;
measureNetworks.SetAction(_ => NetworkChild.Run());

var count = new Option<int>("--threads") { Required = true };
var checkInference = new Command(InferenceCheck.Verb, "What a process that compares results runs.") { groups, python, count };
checkInference.Hidden = true;
checkInference.SetAction(result => InferenceCheck.Run(result.GetValue(groups)!, result.GetValue(python)!, result.GetValue(count)));

var measureInference = new Command(InferenceChild.Verb, "What a process that measures forward calls runs.") { groups, python, count };
measureInference.Hidden = true;
measureInference.SetAction(result => InferenceChild.Run(result.GetValue(groups)!, result.GetValue(python)!, result.GetValue(count)));

var workload = new Option<string>("--workload") { Required = true };
var serveTraining = new Command(TrainingServer.Verb, "Training steps on request.") { workload, count };
serveTraining.Hidden = true;
serveTraining.SetAction(result => TrainingServer.Run(result.GetValue(workload)!, result.GetValue(count)));

var measure = new Command(Child.Verb, "What a measuring process runs.") { only };
measure.Hidden = true;
measure.SetAction(result => Child.Run(result.GetValue(only)!));

var steps = new Option<int>("--steps") { Description = "Steps to time, of each.", DefaultValueFactory = _ => 1_000_000 };
Require(steps, value => value is >= TailRow.Block and <= 100_000_000 && value % TailRow.Block == 0, $"a multiple of {TailRow.Block} up to 100000000");

var tail = new Command("tail", "The longest of a million single steps, beside ONNX Runtime's and a loop's.") { cpu, steps, csv, markdown };
tail.SetAction(result => new TailCommand(result.GetValue(cpu), result.GetValue(steps), result.GetValue(csv), result.GetValue(markdown)).Run());

var measureTail = new Command(TailChild.Verb, "What the process that times single steps runs.") { steps };
measureTail.Hidden = true;
measureTail.SetAction(result => TailChild.Run(result.GetValue(steps)));

var weights = new Option<string>("--weights") { Description = "The weights of the voice network, silero_vad_16k.safetensors.", Required = true };
var wav = new Option<string>("--wav") { Description = "A WAV file of 16,000 Hz.", Required = true };

var vad = new Command("vad", "A frame of the sample VoiceActivity beside ONNX Runtime's, on the same weights, probabilities compared first.") { cpu, weights, wav, markdown };
vad.SetAction(result => new VoiceCommand(result.GetValue(cpu), result.GetValue(weights)!, result.GetValue(wav)!, result.GetValue(markdown)).Run());

var measureVad = new Command(VoiceChild.Verb, "What the process that times the voice network runs.") { weights, wav };
measureVad.Hidden = true;
measureVad.SetAction(result => VoiceChild.Run(result.GetValue(weights)!, result.GetValue(wav)!));

var starts = new Option<int>("--processes") { Description = "Fresh processes to take the median over.", DefaultValueFactory = _ => 15 };
Require(starts, value => value is >= 1 and <= 999, "1 to 999");

var startup = new Command("startup", "Times construction and first step of a 2 x 128 model in fresh processes.") { starts };
startup.SetAction(result => new StartupCommand(result.GetValue(starts)).Run());

var deploy = new Command("deploy", "What deployments of a 2 x 128 model carry and cost: ours, ONNX Runtime's and PyTorch's.") { starts, python, csv, markdown };
deploy.SetAction(result => new DeployCommand(result.GetValue(starts), result.GetValue(python)!, result.GetValue(csv), result.GetValue(markdown)).Run());

var size = new Command("size", "Bytes of source, IL and machine code of a 2 x 128 model.");
size.SetAction(_ => SizeCommand.Run());

var states = new Command("states", "Bytes of a state, and the time of a state that serves one request.");
states.SetAction(_ => StatesCommand.Run());

var dynamic = new Command("dynamic", "Times networks that are described at run time beside the generated classes.");
dynamic.SetAction(_ => DynamicCommand.Run());

var narrow = new Command("narrow", "Times weights of 16 and 8 bits beside single precision, and the longest of a million single steps of each.") { steps };
narrow.SetAction(result => NarrowCommand.Run(result.GetValue(steps)));

var timed = new Option<int>("--steps") { Description = "Steps to time, of each.", DefaultValueFactory = _ => 200_000 };
Require(timed, value => value is >= TailRow.Block and <= 100_000_000 && value % TailRow.Block == 0, $"a multiple of {TailRow.Block} up to 100000000");

var lowLatency = new Command("lowlatency", "Times single steps that two threads share beside those of one, and steps of several streams.") { timed };
lowLatency.SetAction(result => LowLatencyCommand.Run(result.GetValue(timed)));

var bdn = new Command(BenchmarkRun.Verb, "Forward calls under BenchmarkDotNet, with its arguments.") { TreatUnmatchedTokensAsErrors = false };
bdn.SetAction(result => BenchmarkRun.Run([.. result.UnmatchedTokens]));

try
{
    return new RootCommand("Speed, start and size of LstmGen's models.")
    {
        compare, networks, limits, training, tail, vad, startup, size, states, dynamic, narrow, lowLatency, deploy, bdn,
        measure, measureTraining, serveTraining, checkInference, measureInference, measureNetworks, measureTail, measureVad,
    }.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (BenchmarkException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void Require<T>(Option<T> option, Func<T, bool> valid, string expected)
    => option.Validators.Add(result =>
    {
        try
        {
            T value = result.GetValueOrDefault<T>();
            if (!valid(value))
            {
                result.AddError($"{option.Name} is {value}; {expected} was expected.");
            }
        }
        catch (InvalidOperationException)
        {
            string found = string.Join(' ', result.Tokens.Select(token => token.Value));
            result.AddError($"{option.Name} is '{found}'; {expected} was expected.");
        }
    });
