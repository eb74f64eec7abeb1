using System.Runtime.CompilerServices;
using LstmGen.Generator.Cells;
using LstmGen.Training;

namespace LstmGen.Dynamic;

/// <summary>Runs the operations of a cell.</summary>
internal static class CellRunner<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    /// <summary>A step of some groups of units.</summary>
    /// <param name="program">The cell.</param>
    /// <param name="rows">What it reads and gives.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="units">Units of a row, where a value is of all of them.</param>
    /// <param name="registers">Its registers.</param>
    internal static void Run(CellProgram program, scoped in CellRows rows, int groups, int units, ref float registers)
    {
        if (TLanes.Count > Lanes256.Count)
        {
            // Values go through memory from one operation to the next, as the sums of one row do before: see PanelProduct.
            CellRunner<Lanes256>.Run(program, rows, groups, units, ref registers);
            return;
        }

        for (int first = 0; first < groups; first += program.Groups)
        {
            int count = Math.Min(program.Groups, groups - first);
            rows.Load(program, first, count, ref registers);
            Run(program, count, units, ref registers);
            rows.Store(program, first, count, ref registers);
        }
    }

    private static void Run(CellProgram program, int groups, int units, ref float registers)
    {
        ref float constants = ref program.Constants;
        foreach (ref readonly CellOperation each in program.Operations.AsSpan())
        {
            ref float a = ref At(ref registers, ref constants, each.A);
            ref float b = ref At(ref registers, ref constants, each.B);
            ref float c = ref At(ref registers, ref constants, each.C);
            ref float to = ref Unsafe.Add(ref registers, each.To);
            int count = each.Once ? 1 : groups;
            switch (each.Op)
            {
                case Op.Add:
                    Loop<Sum>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Subtract:
                    Loop<Difference>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Multiply:
                    Loop<Product>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Divide:
                    Loop<Quotient>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Sqrt:
                    Loop<Root>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.MultiplyAdd:
                    Loop<ProductSum>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.NegatedMultiplyAdd:
                    Loop<ProductDifference>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Min:
                    Loop<Smaller>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Max:
                    Loop<Larger>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Select:
                    Select(each, ref a, ref b, ref c, ref At(ref registers, ref constants, each.D), ref to, count);
                    break;
                case Op.ShiftBitsLeft:
                    Shift(each, ref a, ref to, count);
                    break;
                case Op.AddBits:
                    Loop<SumOfBits>(each, ref a, ref b, ref c, ref to, count);
                    break;
                case Op.Exp:
                    ExpLoop<TLanes>.Run(ref constants, ref a, each.StepA, ref to, count, each.LessOne);
                    break;
                case Op.Mean:
                    Mean(each.StepA, ref a, ref to, groups, units);
                    break;
                default:
                    throw new InvalidOperationException($"{each.Op} is no elementary operation.");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TOperation>(in CellOperation each, ref float a, ref float b, ref float c, ref float to, int groups)
        where TOperation : struct, IOperation
    {
        (nint stepA, nint stepB, nint stepC) = (each.StepA, each.StepB, each.StepC);
        for (; groups > 0; groups--)
        {
            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes.Store(TOperation.Apply(TLanes.Load(ref a, lane), TLanes.Load(ref b, lane), TLanes.Load(ref c, lane)), ref to, lane);
            }

            a = ref Unsafe.Add(ref a, stepA);
            b = ref Unsafe.Add(ref b, stepB);
            c = ref Unsafe.Add(ref c, stepC);
            to = ref Unsafe.Add(ref to, CellProgram.Group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(in CellOperation each, ref float a, ref float b, ref float c, ref float d, ref float to, int groups)
    {
        for (int group = 0; group < groups; group++)
        {
            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes less = TLanes.Less(TLanes.Load(ref a, (group * each.StepA) + lane), TLanes.Load(ref b, (group * each.StepB) + lane));
                TLanes.Store(
                    TLanes.Select(less, TLanes.Load(ref c, (group * each.StepC) + lane), TLanes.Load(ref d, (group * each.StepD) + lane)), ref to, (group * CellProgram.Group) + lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(in CellOperation each, ref float a, ref float to, int groups)
    {
        for (int group = 0; group < groups; group++)
        {
            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.ShiftLeftBits(TLanes.Load(ref a, (group * each.StepA) + lane), each.Distance), ref to, (group * CellProgram.Group) + lane);
            }
        }
    }

    /// <summary>The mean of the units of a row by the rule of all horizontal sums, once for each lane of a group.</summary>
    private static void Mean(int step, ref float a, ref float to, int groups, int units)
    {
        Span<float> sums = stackalloc float[CellProgram.Group];
        ref float sum = ref sums[0];
        sums.Clear();
        for (int group = 0; group < groups; group++)
        {
            ref float from = ref Unsafe.Add(ref a, group * step);
            int valid = units - (group * CellProgram.Group);
            if (valid < CellProgram.Group)
            {
                // What is past the units adds nothing.
                for (int lane = 0; lane < valid; lane++)
                {
                    sums[lane] += Unsafe.Add(ref from, lane);
                }

                break;
            }

            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(ref sum, lane) + TLanes.Load(ref from, lane), ref sum, lane);
            }
        }

        TLanes mean = TLanes.All(PartialSum.Fold(ref sum) / units);
        for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
        {
            TLanes.Store(mean, ref to, lane);
        }
    }

    private static ref float At(ref float registers, ref float constants, int place)
        => ref place >= 0 ? ref Unsafe.Add(ref registers, place) : ref Unsafe.Add(ref constants, ~place);

    /// <summary>An operation of up to three operands.</summary>
    private interface IOperation
    {
        static abstract TLanes Apply(TLanes a, TLanes b, TLanes c);
    }

    private readonly struct Sum : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => a + b;
    }

    private readonly struct Difference : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => a - b;
    }

    private readonly struct Product : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => a * b;
    }

    private readonly struct Quotient : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => a / b;
    }

    private readonly struct Root : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.Sqrt(a);
    }

    private readonly struct ProductSum : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.MultiplyAdd(a, b, c);
    }

    private readonly struct ProductDifference : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.NegatedMultiplyAdd(a, b, c);
    }

    private readonly struct Smaller : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.Min(a, b);
    }

    private readonly struct Larger : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.Max(a, b);
    }

    private readonly struct SumOfBits : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Apply(TLanes a, TLanes b, TLanes c) => TLanes.AddBits(a, b);
    }
}
