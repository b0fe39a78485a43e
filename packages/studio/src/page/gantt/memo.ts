import { Component, createElement, type FunctionComponent, type JSX } from "preact";

/** A component that is drawn again only when one of its properties is another one. */
export function memo<P extends object>(draw: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const last: P = this.props;
      const keys = new Set([...Object.keys(last), ...Object.keys(next)]);
      return [...keys].some((key) => Reflect.get(last, key) !== Reflect.get(next, key));
    }

    override render(): JSX.Element {
      return createElement(draw, this.props);
    }
  }
  return (props) => createElement(Memo, props);
}
