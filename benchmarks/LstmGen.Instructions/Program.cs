using LstmGen;
using LstmGen.Instructions;
using LstmGen.Training;

const int warmUps = 2;
int number = 0;
if (args is [var expected] && Lstm1x8.KernelSets[0] != expected)
{
    Console.Error.WriteLine($"The best kernel set here is {Lstm1x8.KernelSets[0]}; {expected} was expected.");
    return 1;
}

Step<Lstm1x8>("(1,8) Step");
Step<Lstm1x20>("(1,20) Step");
Step<Lstm8x32>("(8,32) Step");
Step<Fast8x32>("(8,32) Step, fast activations");
Step<Lstm64x64>("(64,64) Step");
Step<Lstm128x128x2>("(128,128)x2 Step");
Run<Lstm64x64>("(64,64) Run, one sequence", 1);
Run<Lstm64x64>("(64,64) Run, 16 rows", 16);
Train<Lstm64x64>("(64,64) training, 16 rows", 16);
return 0;

void Step<TModel>(string name)
    where TModel : class, ILstmStreamingModel<TModel>
{
    TModel model = TModel.Create(LstmWeights.Random(1));
    LstmState state = model.CreateState();
    float[] inputs = Values(TModel.Shape.Input);
    var outputs = new float[TModel.Shape.Hidden];
    Count(name, 100, 1, steps =>
    {
        for (int step = 0; step < steps; step++)
        {
            model.Step(inputs, state, outputs);
        }
    });
}

void Run<TModel>(string name, int batch)
    where TModel : class, ILstmStreamingModel<TModel>
{
    TModel model = TModel.Create(LstmWeights.Random(1));
    LstmState state = model.CreateState(batch);
    const int steps = 48;
    float[] inputs = Values(steps * batch * TModel.Shape.Input);
    var outputs = new float[steps * batch * TModel.Shape.Hidden];
    Count(name, steps, batch, _ => model.Run(inputs, state, outputs));
}

void Train<TModel>(string name, int batch)
    where TModel : class, ILstmTrainable<TModel>
{
    const int steps = 16;
    using LstmTape tape = TModel.CreateTape(LstmWeights.Random(1).Bind(TModel.Shape), new() { Batch = batch, Steps = steps });
    LstmState state = tape.CreateState();
    LstmState gradients = tape.CreateState();
    float[] inputs = Values(steps * batch * TModel.Shape.Input);
    var inputGradients = new float[inputs.Length];
    var outputs = new float[steps * batch * TModel.Shape.Hidden];
    float[] outputGradients = Values(outputs.Length);
    Count(name, steps, batch, _ =>
    {
        tape.Forward(inputs, state, outputs);
        tape.Backward(outputGradients, gradients, inputGradients);
    });
}

// A line for the script: the number that the emulator prints with the counts, what they are to be divided by, the name.
void Count(string name, int steps, int rows, Action<int> work)
{
    for (int i = 0; i < warmUps; i++)
    {
        work(steps);
    }

    number++;
    Region.Enter(number);
    work(steps);
    Region.Leave();
    Console.WriteLine($"region {number} per {steps * rows} name {name}");
}

static float[] Values(int count)
{
    var random = new Random(1);
    return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
}
